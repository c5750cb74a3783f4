using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Addresses;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>An action item as a person enters it.</summary>
public sealed record ActionItemInput(
    [StringLength(500)] [Description("Work to do.")] string Description,
    [OptionsFrom(IncidentPersonSource.Key)] [Description("Team member who is responsible.")] string? Owner = null,
    [Description("Last day to complete it, in UTC.")] DateOnly? DueOn = null,
    [StringLength(500)] [Description("Ticket or pull request, as https address.")] string? Link = null
)
{
    /// <param name="team">Ids of team members who can be responsible.</param>
    /// <returns>Why it can't be saved; null if it can.</returns>
    internal Refusal? FindProblem(IReadOnlyList<string> team) =>
        string.IsNullOrWhiteSpace(Description) ? new("note_needed", $"Enter what must be done.")
        : Owner.TrimToNull() is { } owner && !team.Contains(owner) ? DeclareIncident.UnknownPerson
        : Link.TrimToNull() is { } link && !HttpsAddress.IsValid(link) ? new("bad_link", $"The link must be an https address without a user name.")
        : null;

    internal IncidentActionItem ToItem(string id, string incidentId) =>
        new(id, incidentId, Description.Trim(), Owner.TrimToNull(), DueOn, Link.TrimToNull(), null);
}
