using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Plans.Profiles;

/// <summary>Setup step: a profile was chosen, or a term was changed.</summary>
public sealed class ProfileSetupStep : ISetupStep
{
    public int Order => 10;

    public string Key => "terminology";

    public string Title => "Terminology";

    public string Reason => "Pages and emails then use the words of your product, and a profile adds its usual meters and plans.";

    public string ActionLabel => "Choose profile";

    public string Permission => ChooseProfile.Name;

    public string ReadPermission => "setting.read";

    public string Sql =>
        $"""
            select (select count(*) from core.settings s where s.key like 'label.%' and s.closed_by is null and s.value is not null)
                   + (select count(*) from core.runs r
                       where r.operation = '{ChooseProfile.Name}' and r.undo_of is null and r.state = 'done'
                         and not exists (select from core.runs u where u.undo_of = r.run_id and u.state = 'done')) as number,
                   null::text as name, null::timestamptz as at
            """;

    public SetupState Read(SetupFact fact) =>
        fact.Number == 0 ? new(false) : new(true, $"{Wording.Heading("tenants")}, {Wording.Translate("members")} and {Wording.Translate("sessions")}");
}
