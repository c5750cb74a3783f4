using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>An action item as a person enters it.</summary>
public sealed record ActionItemInput(
    [StringLength(500)] [Description("What must be done.")] string Description,
    [OptionsFrom(IncidentPersonSource.Key)] [Description("Team member who is responsible.")] string? Owner = null,
    [Description("Last day to complete it, in UTC.")] DateOnly? DueOn = null,
    [StringLength(500)] [Description("Ticket or pull request, as https address.")] string? Link = null
)
{
    /// <param name="team">Ids of team members who can be responsible.</param>
    /// <returns>Why it can't be saved; null if it can.</returns>
    internal Refusal? FindProblem(IReadOnlyList<string> team) =>
        string.IsNullOrWhiteSpace(Description) ? new("note_needed", $"Enter what must be done.")
        : IncidentRows.Text(Owner) is { } owner && !team.Contains(owner) ? DeclareIncident.UnknownPerson
        : IncidentRows.Text(Link) is { } link && !(Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps)
            ? new("bad_link", $"The link must be an https address.")
        : null;

    internal IncidentActionItem ToItem(string id, string incidentId) =>
        new(id, incidentId, Description.Trim(), IncidentRows.Text(Owner), DueOn, IncidentRows.Text(Link), null);
}
