"""Tests of the studio's parts."""
