"""Carers and their shifts: logged, approved, paid."""
