using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>Everything that a person's page shows.</summary>
/// <param name="Since">how and since when they have their role; null for grants of their own</param>
/// <param name="Grants">what they may do</param>
/// <param name="Currency">that their ceilings of money are in</param>
public sealed record PersonSeen(
    TeamMember Person,
    RoleSince? Since,
    IReadOnlyList<string> Grants,
    IReadOnlyList<Ceiling> Ceilings,
    string Currency,
    IReadOnlyList<OpenSession> Sessions,
    PersonDeeds Deeds
);

/// <param name="OpenedBy">the run, or the invitation by which they came</param>
public sealed record RoleSince(string OpenedBy, DateTimeOffset OpenedAt)
{
    public bool IsRun => OpenedBy.StartsWith("run_", StringComparison.Ordinal);
}

/// <summary>A run that somebody asked for and that hasn't ended.</summary>
public sealed record PersonRun(string RunId, string Operation, RunState State, int Subjects, DateTimeOffset StartedAt);
