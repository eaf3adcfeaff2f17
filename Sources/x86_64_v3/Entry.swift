import CKernels

/// What the header of CKernels names.
@_cdecl("x86_64_v3_rules")
func rules() -> dk_rules { .here }
