using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>A role as lists and its page show it.</summary>
/// <param name="People">who has it, by name</param>
/// <param name="Currency">that its ceilings of money are in</param>
public sealed record RoleSeen(TeamRole Role, IReadOnlyList<TeamMember> People, IReadOnlyList<Ceiling> Ceilings, string Currency);
