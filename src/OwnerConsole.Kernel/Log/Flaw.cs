namespace OwnerConsole.Kernel.Log;

/// <summary>Where the log first differs from what was signed.</summary>
/// <param name="Pos">the first place that can't be trusted</param>
/// <param name="Until">the last place it may be, when only a root says that something differs; otherwise the same</param>
public sealed record Flaw(Fault Fault, long Pos, long Until, string Says);

/// <summary>The number is what <c>owner-console log verify</c> ends with.</summary>
public enum Fault
{
    /// <summary>A line is not there that was.</summary>
    Gap = 2,

    /// <summary>A line, or the order of the lines, is not what was signed.</summary>
    Mismatch = 3,

    /// <summary>A checkpoint was not signed with the log's key, or was changed.</summary>
    Signature = 4,

    /// <summary>A checkpoint that was kept outside of the database stands for another log than this one.</summary>
    Fork = 5,
}
