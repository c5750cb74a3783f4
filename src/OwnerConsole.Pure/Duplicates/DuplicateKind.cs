namespace OwnerConsole.Pure.Duplicates;

/// <summary>Kind of the two records of a pair.</summary>
public enum DuplicateKind
{
    /// <summary>Two members of the same tenant.</summary>
    Member,
    Tenant,
}
