using OwnerConsole.Data;

namespace OwnerConsole.Reliability.Incidents.Public;

/// <summary>Finds what was posted about incidents outside of their pages, such as notices of the status page, for their timeline.</summary>
public interface IIncidentPosts
{
    /// <returns>Posts about the incident, at most 1,000, the most recent first. Also those that were undone, because the timeline shows that.</returns>
    Task<IReadOnlyList<IncidentPost>> List(string incidentId, UnitOfWork work);
}

/// <summary>Something that a run has posted about an incident.</summary>
/// <param name="RunId">Run that has posted it.</param>
/// <param name="SubjectId">ID of what it belongs to, such as a notice.</param>
/// <param name="Text">Its text; null if it was undone.</param>
public sealed record IncidentPost(string RunId, string SubjectId, string? Text);
