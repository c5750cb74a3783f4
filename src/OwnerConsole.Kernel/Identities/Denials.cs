using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Why somebody may not, and who may: told where a button that is missing would leave them wondering.</summary>
public sealed class Denials(Catalogue catalogue)
{
    /// <summary>People that are named at most.</summary>
    private const int Named = 3;

    /// <returns>such as "You may not suspend tenants. Your role is Support. Owner and Admin may: ask Ann."; null when they may</returns>
    public async Task<string?> Of(Caller caller, Declaration operation, Work work) =>
        caller.May(operation)
            ? null
            : $"You may not {PlatformWords.Now.Say(Act(operation))}. {(caller.Hiding(operation) is { } hidden ? $"{Hidden.Says(hidden)} " : "")}{await Who(caller, operation.Name, work)}";

    /// <returns>which role the caller has, and which roles and people may what theirs doesn't</returns>
    /// <param name="permission">a word of the permission grammar</param>
    public async Task<string> Who(Caller caller, string permission, Work work)
    {
        if (caller.IsBound)
            return "Ask an owner."; // who sees some tenants only isn't told who works here
        var roles = await work.List<Role>("select key, name, grants, hides from core.team_roles order by place, lower(name), key");
        var people = await work.List<Somebody>("select id, name, role, grants, hides from core.team_people order by lower(name), id");
        var own = roles.FirstOrDefault(role => role.Key == people.FirstOrDefault(person => person.Id == caller.Id)?.Role)?.Name;
        var (may, ask) = (
            roles
                .Where(role => catalogue.May(new(role.Key, CallerKind.Person, role.Grants) { Hides = role.Hides }, permission))
                .Select(role => role.Name)
                .ToList(),
            people
                .Where(person => catalogue.May(new(person.Id, CallerKind.Person, person.Grants) { Hides = person.Hides }, permission))
                .Select(person => person.Name)
                .Take(Named)
                .ToList()
        );
        return $"{(own is null ? "You have permissions of your own" : $"Your role is {own}")}. "
            + (may.Count == 0 ? "No role may" : $"{List(may, "and")} may")
            + (ask.Count == 0 ? ", and nobody has one that does." : $": ask {List(ask, "or")}.");
    }

    // "Suspend tenant" is what one does to tenants; what is about something else is said as its button says it.
    private static string Act(Declaration operation)
    {
        var act = char.ToLowerInvariant(operation.Title[0]) + operation.Title[1..];
        return act.EndsWith(" person", StringComparison.Ordinal) ? $"{act[..^" person".Length]} people"
            : act.EndsWith($" {operation.Noun}", StringComparison.Ordinal) ? $"{act}s"
            : act;
    }

    private static string List(IReadOnlyList<string> words, string last) =>
        words.Count == 1 ? words[0] : $"{string.Join(", ", words.Take(words.Count - 1))} {last} {words[^1]}";

    private sealed record Role(string Key, string Name, string[] Grants, string[] Hides);

    private sealed record Somebody(string Id, string Name, string? Role, string[] Grants, string[] Hides);
}
