using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Metrics.Ingest;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Trust.Team;

/// <summary>Limits how much each person with a role can do per hour or day without approval by another team member.</summary>
public sealed class SetRoleCeiling(Lazy<OperationCatalogue> catalogue) : Operation<RoleCeilingChange, SetRoleCeiling.Input>
{
    public sealed record Input(
        [OptionsFrom(PermissionSource.Permissions)]
        [Description("Permission whose use is limited, or a wildcard such as api_key.* for all permissions of a kind.")]
            string Permission,
        [Description("Time window of the limit.")] CeilingPeriod Per = CeilingPeriod.Hour,
        [Description("Maximum number of subjects, such as tenants, per person. Leave blank for no limit.")] int? Subjects = null,
        [Description("Maximum amount of affected money per person, in the reporting currency. Leave blank for no limit.")] Money? Money = null
    );

    public override Input Example => new("tenant.suspend", CeilingPeriod.Hour, 25);

    public override OperationDefinition Definition =>
        new("role.set_ceiling", "Set limit", "updated")
        {
            RequiresStepUp = true,
            FieldClasses = [FieldClass.Money],
            RestoredByUndo = "The previous limit, unless it was set again.",
        };

    public override async Task<IReadOnlyList<RoleCeilingChange>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        var currency = (await ReportingSettings.Of(work)).Currency;
        var now = new List<RoleCeilingChange>();
        foreach (var role in await RoleFacts.Load(ids, [], catalogue.Value, work)) // a few at most
            now.Add(new(role, (await Ceilings.OfRole(role.Key, work)).SingleOrDefault(ceiling => ceiling.Permission == input.Permission), currency));
        return now;
    }

    public override Refusal? Refuse(RoleCeilingChange role, Input input) =>
        role switch
        {
            { Role.Grants: ["*"] } => new("owner_has_none", $"{role} has all permissions and can remove any limit, so it can't be limited."),
            { Role.Trouble: { } trouble } => trouble,
            _ when !Permissions.IsWord(input.Permission) => new(
                "bad_permission",
                $"The permission must be a name such as tenant.suspend, or a wildcard such as tenant.*."
            ),
            _ when input.Subjects is < 1 or > Previews.MaxSubjects => new("bad_ceiling", $"The limit must be 1 to {Previews.MaxSubjects} subjects."),
            _ when input.Money is { } money && (money.Amount < 1 || money.Currency != role.Currency) => new(
                "bad_ceiling",
                $"The money limit must be more than 0, in the reporting currency."
            ),
            _ when RequestedCeiling(input) == role.Now => new("no_change", $"This is already the limit of {role}."),
            _ => null,
        };

    public override Decision Decide(RoleCeilingChange role, Input input) =>
        new(
            RequestedCeiling(input) is null
                ? Sentence.Say($"{role} no longer has a limit for this permission.")
                : Sentence.Say($"Above the limit, {role} needs approval by another team member."),
            new Effect("permission", null, input.Permission),
            new Effect("subjects", role.Now?.Subjects, input.Subjects),
            new Effect("money", role.Now?.MinorUnits is { } sum ? new Money(sum, role.Currency) : null, input.Money)
        );

    public override Task Execute(IReadOnlyList<RoleCeilingChange> accepted, Input input, UnitOfWork work) =>
        TeamRoles.SetCeiling([.. accepted.Select(role => role.Role.Key)], ToCeiling(input), work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<RoleCeilingChange> subjects, string undoneRun, UnitOfWork work) =>
        TeamRoles.UndoSetCeiling([.. subjects.Where(role => role.Role.Trouble is null).Select(role => role.Id)], undoneRun, work);

    /// <returns>The new ceiling; null for none.</returns>
    private static Ceiling? RequestedCeiling(Input input) => input is { Subjects: null, Money: null } ? null : ToCeiling(input);

    private static Ceiling ToCeiling(Input input) => new(input.Permission, Time(input.Per), input.Subjects, input.Money?.Amount);

    private static TimeSpan Time(CeilingPeriod per) => per is CeilingPeriod.Day ? TimeSpan.FromDays(1) : TimeSpan.FromHours(1);
}
