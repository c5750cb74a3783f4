namespace OwnerConsole.Kernel.Secrets;

/// <summary>A column with encrypted secrets. Each must be registered, so that key rotations include it.</summary>
/// <param name="Table">Table name including the schema.</param>
/// <param name="Kind">Kind that the secrets were encrypted under.</param>
/// <param name="Row">Column that identifies a row, within its tenant for tables of tenants.</param>
public sealed record EncryptedColumn(string Table, string Column, string Kind, string Row)
{
    /// <summary>SQL expression for the owner that each secret was encrypted under.</summary>
    public string Owner { get; init; } = Row;

    /// <summary>True when the rows belong to tenants, which include the platform.</summary>
    public bool IsOwned { get; init; } = true;

    /// <summary>SQL expression for the encrypted value in the column.</summary>
    public string Box { get; init; } = Column;

    /// <summary>SQL expression for the column with the encrypted value <c>s.made</c> inserted.</summary>
    public string UpdateExpression { get; init; } = "s.made";

    public override string ToString() => $"{Table}.{Column}";

    /// <summary>SQL expression for the id of the key that a value was encrypted with.</summary>
    public string KeyId => $"encode(substring({Box} from 2 for 4), 'hex')";

    /// <summary>SQL condition for a row with an encrypted value; completed rows may have an empty one.</summary>
    public string HasSecret => $"length({Box}) > 0";
}
