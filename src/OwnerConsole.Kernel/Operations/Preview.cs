using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Frozen result of a dry run: the subjects with their revisions, refusals, effects and impact.</summary>
/// <param name="Total">Number of subjects, including refused ones.</param>
/// <param name="Accepted">Number of subjects that would be changed.</param>
/// <param name="Hash">Hash of operation, version, input, subject revisions and the application's answers; an approval is bound to it.</param>
public sealed record Preview(
    string PreviewId,
    string Operation,
    int Version,
    string RequestedBy,
    JsonElement Input,
    RequiredConfirmation RequiredConfirmation,
    int Total,
    int Accepted,
    long People,
    long MinorUnits,
    byte[] Hash,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt
)
{
    /// <summary>The first <see cref="Previews.MaxShown"/> subjects, including refused ones.</summary>
    public IReadOnlyList<PreviewSubject> Subjects { get; init; } = [];

    /// <summary>Effects announced by the application for the first subjects it was asked about; empty if it isn't asked.</summary>
    public IReadOnlyList<TaskPreviewResult> Foretold { get; init; } = [];

    /// <summary>The caller's ceiling that would be exceeded; null if none, and for approvers.</summary>
    public ReachedCeiling? OverCeiling { get; init; }

    /// <summary>Resolves references in sentences to current names.</summary>
    public required SentenceRenderer Names { get; init; }

    /// <summary>Whether the data can't be restored, so that the target's name must be typed.</summary>
    public bool IsNamed { get; init; }

    /// <summary>Whether the operation can't be undone.</summary>
    public bool IsFinal { get; init; }

    /// <summary>
    /// Whether the person must confirm their identity, also for operations that need approval, because there may be no one else to approve.
    /// </summary>
    public bool RequiresReauthentication =>
        RequiredConfirmation is RequiredConfirmation.StepUp || ((IsFinal || IsNamed) && RequiredConfirmation is RequiredConfirmation.SecondPerson);

    /// <returns>Whether the caller must confirm their identity before a run starts.</returns>
    public bool AsksProof(OperationDefinition definition, Caller caller) => RequiresReauthentication || (Accepted > 0 && definition.NeedsStepUp(caller));

    /// <summary>
    /// Text to type as confirmation: the displayed name, or the number of subjects if there are several; null if no confirmation is needed.
    /// </summary>
    public string? Confirmation =>
        !IsNamed || Accepted == 0 ? null
        : Accepted == 1 && Subjects.FirstOrDefault(subject => subject.Code is null) is { } only ? Names.Name(only.SubjectId)
        : Accepted.ToString(CultureInfo.InvariantCulture);

    public Weight Weight => new(People, MinorUnits);
}

/// <param name="Code">Code of the refusal; null if accepted.</param>
/// <param name="Sentence">Sentence of the refusal or decision, as JSON.</param>
public sealed record PreviewSubject(string SubjectId, string TenantId, int Place, long Revision, string? Code, string Sentence, string Effects, string? Created)
{
    public Sentence ParsedSentence => field ??= Vocabulary.Sentence.Of(Sentence);

    internal IEnumerable<string> Tenants => RunLine.Tenants(TenantId, Created);

    public IReadOnlyList<Effect> Changes => JsonSerializer.Deserialize<IReadOnlyList<Effect>>(Effects, Json.Options)!;

    /// <param name="judged">Null if the subject no longer exists.</param>
    internal static PreviewSubject Of(SubjectResolver.ResolvedSubject subject, SubjectDecision? judged)
    {
        var missing = Vocabulary.Sentence.Say($"{new EntityReference(subject.Id)} no longer exists.");
        return judged switch
        {
            null => new(subject.Id, subject.TenantId, 0, 0, "not_found", missing.ToJson(), "[]", null),
            { Refusal: { } refusal } => new(subject.Id, subject.TenantId, 0, judged.Subject.Revision, refusal.Code, refusal.Sentence.ToJson(), "[]", null),
            { Decision: var decision } => new(
                subject.Id,
                subject.TenantId,
                0,
                judged.Subject.Revision,
                null,
                decision!.Sentence.ToJson(),
                Json.Text(decision.Effects),
                decision.Created
            ),
        };
    }
}
