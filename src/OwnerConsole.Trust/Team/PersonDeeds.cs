using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Trust.Team;

/// <summary>What somebody asked for and did.</summary>
/// <param name="Runs">that wait or go on, the newest first</param>
/// <param name="Lines">of the log, by them, the newest first; none for who may not read it</param>
public sealed record PersonDeeds(IReadOnlyList<PersonRun> Runs, IReadOnlyList<LogEntry> Lines, SentenceReader Names);
