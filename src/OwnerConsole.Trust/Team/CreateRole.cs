using System.ComponentModel;
using System.Globalization;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Trust.Team;

/// <summary>Makes a role of the team's own.</summary>
public sealed class CreateRole(Lazy<Catalogue> catalogue) : Operation<NewRoleFacts, CreateRole.Input>
{
    public sealed record Input(
        [Description("What the team calls it.")] string Name,
        [ChosenAmong(PermissionSource.Permissions)]
        [Description("What whoever has it may do. Nobody hands out more than they have; what can't be taken back is given word by word.")]
            IReadOnlyList<string> Permissions
    );

    public override Input Example => new("Night shift", ["tenant.read", "operation.read", "tenant.suspend"]);

    public override Declaration Is =>
        new("role.create", "Create role", "created")
        {
            StepUp = true,
            Subject = "platform",
            Noun = "role",
            ComesBack = "The role goes, unless somebody has it by then.",
        };

    public override async Task<IReadOnlyList<NewRoleFacts>> Load(IReadOnlyList<string> ids, Input input, Work work)
    {
        if (!ids.Contains(IdSource.Platform))
            return [];
        var (terms, giver) = (RoleTerms.Of(input.Name, input.Permissions), work.Caller!); // who asks is known in a preview and in a run
        var keys = await work.List<string>("select key from auth.roles order by key");
        return
        [
            new(
                work.NewId("rol", IdSource.Platform),
                Key(terms.Name, keys),
                await RoleFacts.IsTaken(terms.Name, except: null, work),
                catalogue.Value.MayGive(giver, terms.Permissions, giver.Hides) && !await work.HasCeiling(giver.Id),
                giver.Hides
            ),
        ];
    }

    public override Refusal? Refuse(NewRoleFacts platform, Input input) =>
        RoleTerms.Of(input.Name, input.Permissions).Trouble is { } trouble ? trouble
        : platform.IsNameTaken ? RoleFacts.NameTaken
        : !platform.IsWithin ? RoleFacts.Beyond
        : null;

    public override Decision Decide(NewRoleFacts platform, Input input) =>
        new($"A role is made. Permissions: {input.Permissions.Count}. Nobody has it yet.") { Created = platform.NewId };

    public override async Task Execute(IReadOnlyList<NewRoleFacts> accepted, Input input, Work work)
    {
        var (role, terms) = (accepted[0], RoleTerms.Of(input.Name, input.Permissions));
        await TeamRoles.Make(role.NewId, role.Key, terms.Name, terms.Permissions, role.Hides, work);
        await work.Name(role.NewId, "role", terms.Name);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<NewRoleFacts> subjects, string undoneRun, Work work) =>
        await TeamRoles.Unmake(undoneRun, work) > 0 ? [IdSource.Platform] : [];

    /// <returns>the name's letters and digits, with a number where that is another role's already</returns>
    private static string Key(string name, IReadOnlyList<string> taken)
    {
        var plain = string.Concat(name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_')).Trim('_');
        var key = plain.Length == 0 ? "role" : plain;
        return taken.Contains(key)
            ? Enumerable.Range(2, taken.Count).Select(number => $"{key}_{number.ToString(CultureInfo.InvariantCulture)}").First(one => !taken.Contains(one))
            : key;
    }
}
