using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Trust.Team;

/// <summary>Filters and order of the team list. There are only dozens of people, so all are loaded and filtered in memory.</summary>
/// <param name="Text">Part of a name or email address.</param>
/// <param name="Role">Key of a role.</param>
/// <param name="Sort">A value of <see cref="Sorts"/>, with a minus for descending order.</param>
public sealed record TeamFilter(string? Text = null, string? Role = null, string Sort = TeamFilter.ByName)
{
    public const string ByName = "name",
        ByRole = "role",
        BySeen = "seen";

    private static readonly string[] Sorts = [ByName, ByRole, BySeen];

    public static IReadOnlyList<ListFilter> Filters(IReadOnlyList<TeamRole> roles) => [new("role", "Role", [.. roles.Select(role => (role.Key, role.Name))])];

    public static ListAddress Address(HttpRequest request) => ListAddress.Of(TeamRoutes.Address, request, part => part is "q" or "role");

    /// <exception cref="Problem">400: The order is unknown.</exception>
    public static TeamFilter Read(IQueryCollection query)
    {
        var sort = query.Text("sort") ?? ByName;
        return Sorts.Contains(sort.TrimStart('-'), StringComparer.Ordinal) && sort.LastIndexOf('-') <= 0
            ? new(query.SearchText(), query.Text("role"), sort)
            : throw Problem.Invalid("sort", "must be one of name, role, seen, with a minus for descending order.");
    }

    public IEnumerable<TeamMember> Apply(IEnumerable<TeamMember> team)
    {
        var found = team.Where(person =>
            (Role is null || person.Role == Role) && (Text is not { } text || Contains(person.Name, text) || Contains(person.Email, text))
        );
        var sorted = Sort.TrimStart('-') switch
        {
            ByRole => found.OrderBy(person => person.RoleName, StringComparer.OrdinalIgnoreCase),
            BySeen => found.OrderBy(person => person.LastSeenAt),
            _ => found.OrderBy(person => person.Name, StringComparer.OrdinalIgnoreCase),
        };
        var settled = sorted.ThenBy(person => person.Id, StringComparer.Ordinal);
        return Sort[0] == '-' ? settled.Reverse() : settled;
    }

    private static bool Contains(string said, string text) => said.Contains(text, StringComparison.OrdinalIgnoreCase);
}
