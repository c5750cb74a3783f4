using System.ComponentModel;
using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Trust.Team;

/// <summary>Creates a custom role.</summary>
public sealed class CreateRole(Lazy<OperationCatalogue> catalogue) : Operation<NewRoleFacts, CreateRole.Input>
{
    public sealed record Input(
        [Description("Name of the role.")] string Name,
        [OptionsFrom(PermissionSource.Permissions)]
        [Description("Permissions of the role. You can only grant permissions that you have. Wildcards don't include operations that can't be undone.")]
            IReadOnlyList<string> Permissions
    );

    public override Input Example => new("Night shift", ["tenant.read", "operation.read", "tenant.suspend"]);

    public override OperationDefinition Definition =>
        new("role.create", "Create role", "created")
        {
            RequiresStepUp = true,
            Subject = "platform",
            Noun = "role",
            RestoredByUndo = "The role is removed, unless someone has it by then.",
        };

    public override async Task<IReadOnlyList<NewRoleFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        var (terms, giver) = (RoleDefinition.Of(input.Name, input.Permissions), work.Caller!); // previews and runs have a caller
        var keys = await work.List<string>("select key from auth.roles order by key");
        return
        [
            new(
                work.NewId("rol", IdGenerator.Platform),
                Key(terms.Name, keys),
                await RoleFacts.IsTaken(terms.Name, except: null, work),
                catalogue.Value.CanGrant(giver, terms.Permissions, giver.Hides) && !await work.HasCeiling(giver.Id),
                giver.Hides
            ),
        ];
    }

    public override Refusal? Refuse(NewRoleFacts platform, Input input) =>
        RoleDefinition.Of(input.Name, input.Permissions).Trouble is { } trouble ? trouble
        : platform.IsNameTaken ? RoleFacts.NameTaken
        : !platform.IsWithin ? RoleFacts.ExceedsOwnPermissions
        : null;

    public override Decision Decide(NewRoleFacts platform, Input input) =>
        new($"A new role with no team members. Permissions: {input.Permissions.Count}.") { Created = platform.NewId };

    public override async Task Execute(IReadOnlyList<NewRoleFacts> accepted, Input input, UnitOfWork work)
    {
        var (role, terms) = (accepted[0], RoleDefinition.Of(input.Name, input.Permissions));
        await TeamRoles.Create(role.NewId, role.Key, terms.Name, terms.Permissions, role.Hides, work);
        await work.SetName(role.NewId, "role", terms.Name);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<NewRoleFacts> subjects, string undoneRun, UnitOfWork work) =>
        (await TeamRoles.UndoCreate(undoneRun, work)).Count > 0 ? [IdGenerator.Platform] : [];

    /// <returns>A key from the letters and digits of the name, with a number if another role has that key.</returns>
    private static string Key(string name, IReadOnlyList<string> taken)
    {
        var plain = string.Concat(name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_')).Trim('_');
        var key = plain.Length == 0 ? "role" : plain;
        return taken.Contains(key)
            ? Enumerable.Range(2, taken.Count).Select(number => $"{key}_{number.ToString(CultureInfo.InvariantCulture)}").First(one => !taken.Contains(one))
            : key;
    }
}
