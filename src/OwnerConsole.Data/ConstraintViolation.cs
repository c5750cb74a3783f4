using Npgsql;

namespace OwnerConsole.Data;

/// <summary>Recognises rows that another transaction has stored in the meantime.</summary>
public static class ConstraintViolation
{
    /// <param name="constraint">Name of the primary key or unique constraint.</param>
    public static bool IsDuplicate(Exception error, string constraint) =>
        error is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } duplicate && duplicate.ConstraintName == constraint;
}
