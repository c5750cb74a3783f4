using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Team;

/// <summary>Setup step: the team has a second member, or an invitation is pending.</summary>
public sealed class TeamSetupStep : ISetupStep
{
    public int Order => 80;

    public string Key => "team";

    public string Title => "Invite your team";

    public string Reason => "A second person can approve large changes, and restore your access if you lose it.";

    public string ActionLabel => "Send invitation";

    public string Permission => "team_member.invite";

    public string ReadPermission => TeamRoutes.Read;

    public string Sql =>
        """
            select (select count(*) from auth.invitations i where i.closed_by is null and i.accepted_at is null and i.expires_at > now()) as number,
                   (select count(*)::text from auth.team_members) as name, null::timestamptz as at
            """;

    public SetupState Read(SetupFact fact) =>
        fact switch
        {
            { Name: not (null or "0" or "1") } => new(true, $"{fact.Name} people on your team"),
            { Number: > 0 } => new(true, $"{Wording.Count(fact.Number, "invitation")} pending"),
            _ => new(false),
        };
}
