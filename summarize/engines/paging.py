"""Weights that are mapped from files: their pages are given back once they have been packed.

A library that maps a file keeps the mapping for as long as any tensor of it lives, and every page that was
read counts as the process's own. Knows addresses; nothing of models.
"""

from __future__ import annotations

import ctypes
import mmap
import sys

import torch

_PAGEOUT = 21  # MADV_PAGEOUT of Linux 5.4: a page that is needed again is read again, nothing is lost


def give_back(weight: torch.Tensor) -> None:
    """Tell the system that a tensor's pages may go; where it cannot be told, nothing happens."""
    if not sys.platform.startswith("linux") or not weight.is_contiguous():
        return
    start = -(-weight.data_ptr() // mmap.PAGESIZE) * mmap.PAGESIZE
    end = (weight.data_ptr() + weight.nbytes) // mmap.PAGESIZE * mmap.PAGESIZE
    if end > start:
        ctypes.CDLL(None).madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), _PAGEOUT)
