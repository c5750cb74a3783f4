namespace OwnerConsole.Kernel.Log;

/// <summary>First position at which the log differs from what was signed.</summary>
/// <param name="Pos">The first position that can't be trusted.</param>
/// <param name="Until">The last possible position, if only the root shows a difference; otherwise the same position.</param>
public sealed record Flaw(Fault Fault, long Pos, long Until, string Message);

/// <summary>The number is the exit code of <c>owner-console log verify</c>.</summary>
public enum Fault
{
    /// <summary>A line is missing.</summary>
    Gap = 2,

    /// <summary>A line or the order of lines differs from what was signed.</summary>
    Mismatch = 3,

    /// <summary>A checkpoint was changed or not signed with the log's key.</summary>
    Signature = 4,

    /// <summary>A checkpoint stored outside the database belongs to a different log.</summary>
    Fork = 5,
}
