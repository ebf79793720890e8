"""Who did what to whom: political news text into event data that can be checked."""
