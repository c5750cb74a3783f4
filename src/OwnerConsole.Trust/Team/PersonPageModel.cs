using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>Data of a team member's page.</summary>
/// <param name="Since">When and how they got their role; null for custom permissions.</param>
/// <param name="Grants">Permissions of the person.</param>
/// <param name="Currency">Currency of money ceilings.</param>
public sealed record PersonPageModel(
    TeamMember Person,
    RoleAssignment? Since,
    IReadOnlyList<string> Grants,
    IReadOnlyList<Ceiling> Ceilings,
    string Currency,
    IReadOnlyList<OpenSession> Sessions,
    PersonActivity Activity
);

/// <param name="OpenedBy">Run that set the role, or the invitation they accepted.</param>
public sealed record RoleAssignment(string OpenedBy, DateTimeOffset OpenedAt)
{
    public bool IsRun => OpenedBy.StartsWith("run_", StringComparison.Ordinal);
}

/// <summary>A pending or running operation of a person.</summary>
public sealed record PersonRun(string RunId, string Operation, RunState State, int Subjects, DateTimeOffset StartedAt);
