namespace OwnerConsole.Kernel.Identities;

/// <summary>A column of sealed secrets. Whoever has one registers it, so that a new key reaches what is in it.</summary>
/// <param name="Table">with its schema</param>
/// <param name="Kind">as they were sealed</param>
/// <param name="Row">the column that finds a row, of a tenant's where they are tenants'</param>
public sealed record SealedColumn(string Table, string Column, string Kind, string Row)
{
    /// <summary>SQL: whose each secret is, as it was sealed.</summary>
    public string Owner { get; init; } = Row;

    /// <summary>The rows are tenants', the platform among them.</summary>
    public bool IsOwned { get; init; } = true;

    /// <summary>SQL: the box in the column.</summary>
    public string Box { get; init; } = Column;

    /// <summary>SQL: the column with the box <c>s.made</c> in it.</summary>
    public string Put { get; init; } = "s.made";

    public override string ToString() => $"{Table}.{Column}";

    /// <summary>SQL: the id of the key that a box was sealed with.</summary>
    internal string KeyId => $"encode(substring({Box} from 2 for 4), 'hex')";

    /// <summary>SQL: there is a box; what is over may have left an empty one.</summary>
    internal string IsSealed => $"length({Box}) > 0";
}
