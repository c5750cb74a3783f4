using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Trust.Team;

/// <summary>Hides classes of fields of tenants and users from people with a role, in all lists, exports, metrics, sentences and API responses. Names and email addresses of the team stay visible.</summary>
public sealed class HideFields(Lazy<OperationCatalogue> catalogue) : Operation<RoleFacts, HideFields.Input>
{
    public sealed record Input(
        [OptionsFrom(FieldClassSource.FieldClasses)]
        [Description("Fields to hide from people with this role. Select none to show all fields.")]
            IReadOnlyList<string>? Hides = null
    );

    public override Input Example => new(["money"]);

    public override OperationDefinition Definition =>
        new("role.hide_fields", "Hide fields", "updated") { RequiresStepUp = true, RestoredByUndo = "The previously hidden fields." };

    public override Task<IReadOnlyList<RoleFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        RoleFacts.Load(ids, [], catalogue.Value, work, Wanted(input));

    public override Refusal? Refuse(RoleFacts role, Input input) =>
        role switch
        {
            { Grants: ["*"] } => new("unrestricted_role", $"{role} has all permissions and always sees all fields."),
            { Trouble: { } trouble } => trouble,
            _ when Wanted(input).Except(Known, StringComparer.Ordinal).Any() => new("bad_class", $"A field class must be one of money, contact."),
            _ when Wanted(input).SequenceEqual(role.Hides, StringComparer.Ordinal) => new("no_change", $"{role} already hides exactly these fields."),
            _ => null,
        };

    public override Decision Decide(RoleFacts role, Input input) =>
        new(
            Wanted(input).Length == 0
                ? Sentence.Say($"All fields become visible to {role} immediately.")
                : Sentence.Say(
                    $"The selected fields are hidden from {role} immediately. People with this role, including pending invitations: {role.Holders}."
                ),
            new Effect("hides", role.Hides, Wanted(input))
        );

    public override async Task Execute(IReadOnlyList<RoleFacts> accepted, Input input, UnitOfWork work)
    {
        await RoleSetting.Hides.Set([.. accepted.Select(role => role.Id)], Wanted(input), work);
        await RoleFacts.Follow([.. accepted.Select(role => role.Id)], work);
    }

    /// <remarks>Callers with hidden fields can't undo this, because an undo could show those fields to others.</remarks>
    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<RoleFacts> subjects, string undoneRun, UnitOfWork work)
    {
        if (work.Caller!.Hides.Count > 0) // runs have a caller
            return [];
        var back = await RoleSetting.Hides.Undo([.. subjects.Where(role => role.Trouble is null).Select(role => role.Id)], undoneRun, work);
        await RoleFacts.Follow(back, work);
        return back;
    }

    private static IEnumerable<string> Known => Enum.GetValues<FieldClass>().Select(fieldClass => fieldClass.ToText());

    private static string[] Wanted(Input input) => [.. (input.Hides ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
