namespace OwnerConsole.EmbeddedPostgres;

/// <summary>The private database can't run; the message is one line that says what to do.</summary>
public sealed class ClusterException(string message, int exitCode = 1) : Exception(message)
{
    /// <summary>EX_TEMPFAIL of sysexits.h: nothing is broken, another one is running.</summary>
    public const int AnotherRuns = 75;

    public int ExitCode { get; } = exitCode;
}
