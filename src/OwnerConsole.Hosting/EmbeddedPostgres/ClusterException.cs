namespace OwnerConsole.Hosting.EmbeddedPostgres;

/// <summary>The embedded database can't run; the message is one line with the remedy.</summary>
public sealed class ClusterException(string message, int exitCode = 1) : Exception(message)
{
    /// <summary>EX_TEMPFAIL of sysexits.h: another console is running with this data.</summary>
    public const int AnotherRuns = 75;

    public int ExitCode { get; } = exitCode;
}
