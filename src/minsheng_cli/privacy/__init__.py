"""The last look before publication: persons, numbers and addresses that must not be printed."""
