using OwnerConsole.Data;
using OwnerConsole.Pure.Duplicates;

namespace OwnerConsole.Tenants.Duplicates;

/// <summary>Which pairs are listed.</summary>
/// <param name="Kind">Null for both kinds.</param>
/// <param name="Record">ID of a member or tenant that one record of each pair must have; null for all.</param>
public sealed record DuplicateFilter(Mode Mode, DuplicateKind? Kind, DuplicateState State, string? Record);
