using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Trust.Team;

/// <summary>Says how much each person of a role may do in a time without somebody else.</summary>
public sealed class SetRoleCeiling(Lazy<Catalogue> catalogue) : Operation<RoleUnderCeiling, SetRoleCeiling.Input>
{
    public sealed record Input(
        [ChosenAmong(PermissionSource.Permissions)] [Description("What is counted together: one permission, or all of a kind.")] string Permission,
        [Description("In which time.")] CeilingTime Per = CeilingTime.Hour,
        [Description("Subjects, such as tenants, that each person may do it to. Empty for no ceiling.")] int? Subjects = null,
        [Description("Money that may hang on it, in the reporting currency. Empty for no ceiling.")] Money? Money = null
    );

    public override Input Example => new("tenant.suspend", CeilingTime.Hour, 25);

    public override Declaration Is =>
        new("role.set_ceiling", "Set ceiling", "given another ceiling")
        {
            StepUp = true,
            About = [FieldClass.Money],
            ComesBack = "The ceiling that the role had before, unless it was set again.",
        };

    public override async Task<IReadOnlyList<RoleUnderCeiling>> Load(IReadOnlyList<string> ids, Input input, Work work)
    {
        var currency = (await Reporting.Of(work)).Currency;
        var now = new List<RoleUnderCeiling>();
        foreach (var role in await RoleFacts.Load(ids, [], catalogue.Value, work)) // a handful at most
            now.Add(new(role, (await Ceilings.OfRole(role.Key, work)).SingleOrDefault(one => one.Permission == input.Permission), currency));
        return now;
    }

    public override Refusal? Refuse(RoleUnderCeiling role, Input input) =>
        role switch
        {
            { Role.Grants: ["*"] } => new("owner_has_none", $"{role} may everything, and takes any ceiling away again."),
            { Role.Trouble: { } trouble } => trouble,
            _ when !Permissions.IsWord(input.Permission) => new(
                "bad_permission",
                $"What is counted is a word such as tenant.suspend, or a family such as tenant.*."
            ),
            _ when input.Subjects is < 1 or > Previews.Most => new("bad_ceiling", $"A ceiling is 1 to {Previews.Most} subjects."),
            _ when input.Money is { } money && (money.Amount < 1 || money.Currency != role.Currency) => new(
                "bad_ceiling",
                $"A ceiling of money is more than nothing, in the reporting currency."
            ),
            _ when Wanted(input) == role.Now => new("no_change", $"{role} has this ceiling already, or none as before."),
            _ => null,
        };

    public override Decision Decide(RoleUnderCeiling role, Input input) =>
        new(
            Wanted(input) is null
                ? Sentence.Say($"Who has {role} may do it as often as they like.")
                : Sentence.Say($"Who has {role} waits for somebody else's approval above the ceiling."),
            new Effect("permission", null, input.Permission),
            new Effect("subjects", role.Now?.Subjects, input.Subjects),
            new Effect("money", role.Now?.MinorUnits is { } sum ? new Money(sum, role.Currency) : null, input.Money)
        );

    public override Task Execute(IReadOnlyList<RoleUnderCeiling> accepted, Input input, Work work) =>
        TeamRoles.SetCeiling([.. accepted.Select(role => role.Role.Key)], Said(input), work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<RoleUnderCeiling> subjects, string undoneRun, Work work) =>
        TeamRoles.CeilingBack([.. subjects.Where(role => role.Role.Trouble is null).Select(role => role.Id)], undoneRun, work);

    /// <returns>null where there is to be none</returns>
    private static Ceiling? Wanted(Input input) => input is { Subjects: null, Money: null } ? null : Said(input);

    private static Ceiling Said(Input input) => new(input.Permission, Time(input.Per), input.Subjects, input.Money?.Amount);

    private static TimeSpan Time(CeilingTime per) => per is CeilingTime.Day ? TimeSpan.FromDays(1) : TimeSpan.FromHours(1);
}
