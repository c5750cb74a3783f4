using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Identity;

/// <summary>Explains why a caller can't run an operation and who can. Shown in place of the button.</summary>
public sealed class DenialExplainer(OperationCatalogue catalogue, Database database)
{
    /// <summary>Maximum number of people named.</summary>
    private const int MaxNamedPeople = 3;

    /// <returns>The reason and who can; null when the operation is allowed.</returns>
    public async Task<string?> Of(Caller caller, OperationDefinition operation, UnitOfWork work) =>
        (await Of(caller, [operation], work)).SingleOrDefault()?.Message;

    /// <returns>Operations that are not allowed, in the same order.</returns>
    public async Task<IReadOnlyList<PermissionDenial>> Of(Caller caller, IEnumerable<OperationDefinition> operations, UnitOfWork work)
    {
        var denied = operations.Where(operation => !caller.Can(operation)).ToList();
        if (denied.Count == 0)
            return []; // usually everything is allowed, so the team is not queried
        var team = await Find(caller, work);
        return
        [
            .. denied.Select(operation => new PermissionDenial(operation, DescribeHidden(caller, operation) + DescribeWhoCan(caller, operation.Name, team))),
        ];
    }

    /// <inheritdoc cref="Of(Caller, IEnumerable{OperationDefinition}, UnitOfWork)"/>
    public async Task<IReadOnlyList<PermissionDenial>> Of(Caller caller, IReadOnlyCollection<OperationDefinition> operations, CancellationToken stop)
    {
        if (operations.All(caller.Can))
            return [];
        await using var work = await database.Read(stop);
        return await Of(caller, operations, work);
    }

    /// <returns>The caller's role, and the roles and people that have the permission.</returns>
    /// <param name="permission">Name of the permission.</param>
    public async Task<string> DescribeWhoCan(Caller caller, string permission, UnitOfWork work) => DescribeWhoCan(caller, permission, await Find(caller, work));

    private string DescribeWhoCan(Caller caller, string permission, Team? team)
    {
        if (team is null)
            return "Ask an owner.";
        var own = team.Roles.FirstOrDefault(role => role.Key == team.People.FirstOrDefault(person => person.Id == caller.Id)?.Role)?.Name;
        var (may, ask) = (
            team.Roles.Where(role => Can(role.Key, role.Grants, role.Hides, permission)).Select(role => role.Name).ToList(),
            team.People.Where(person => Can(person.Id, person.Grants, person.Hides, permission)).Select(person => person.Name).Take(MaxNamedPeople).ToList()
        );
        return $"{(own is null ? "You have custom permissions" : $"Your role is {own}")}. "
            + (may.Count == 0 ? "No role can" : $"{List(may, "and")} can")
            + (ask.Count == 0 ? ", and no team member has this permission." : $": ask {List(ask, "or")}.");
    }

    private static string DescribeHidden(Caller caller, OperationDefinition operation) =>
        caller.FindHiddenClass(operation) is { } hidden ? $"{HiddenFields.Explain(hidden)} " : "";

    // Callers who are limited to some tenants don't see the names of team members.
    private static async Task<Team?> Find(Caller caller, UnitOfWork work) =>
        caller.IsScoped
            ? null
            : new(
                await work.List<Role>("select key, name, grants, hides from core.team_roles order by place, lower(name), key"),
                await work.List<PersonRow>("select id, name, role, grants, hides from core.team_members order by lower(name), id")
            );

    private bool Can(string id, string[] grants, string[] hides, string permission) =>
        catalogue.Can(new(id, CallerKind.Person, grants) { Hides = hides }, permission);

    private static string List(IReadOnlyList<string> words, string last) =>
        words.Count == 1 ? words[0] : $"{string.Join(", ", words.Take(words.Count - 1))} {last} {words[^1]}";

    private sealed record Team(IReadOnlyList<Role> Roles, IReadOnlyList<PersonRow> People);

    private sealed record Role(string Key, string Name, string[] Grants, string[] Hides);

    private sealed record PersonRow(string Id, string Name, string? Role, string[] Grants, string[] Hides);
}
