using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Trust.Team;

/// <summary>Activity of a current or former team member.</summary>
/// <param name="Runs">Pending and running operations, newest first; empty for readers without access to operations.</param>
/// <param name="Lines">Log entries by this person, newest first; empty for readers without access to the log.</param>
public sealed record PersonActivity(IReadOnlyList<PersonRun> Runs, IReadOnlyList<LogEntry> Lines, SentenceRenderer Names);
