import CKernels

/// What the header of CKernels names.
@_cdecl("x86_64_v4_rules")
func rules() -> dk_rules { .here }
