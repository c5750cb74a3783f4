using System.Globalization;
using System.Text.Json;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Operations;

/// <summary>What would happen, frozen: the subjects with their revisions, refusals, effects and weight.</summary>
/// <param name="Total">subjects in all, refused ones included</param>
/// <param name="Accepted">those it would be done to</param>
/// <param name="Hash">of what decides: operation, version, input, each subject with its revision, what the application says; an approval is bound to it</param>
public sealed record Preview(
    string PreviewId,
    string Operation,
    int Version,
    string AskedBy,
    JsonElement Input,
    Asked Asked,
    int Total,
    int Accepted,
    long People,
    long MinorUnits,
    byte[] Hash,
    DateTimeOffset MadeAt,
    DateTimeOffset ExpiresAt
)
{
    /// <summary>The first <see cref="Previews.Shown"/>, those that are refused among them.</summary>
    public IReadOnlyList<PreviewSubject> Subjects { get; init; } = [];

    /// <summary>What the application says it would do, of the first of those that it was asked about; empty where it isn't asked.</summary>
    public IReadOnlyList<Foretelling> Foretold { get; init; } = [];

    /// <summary>What of the caller's this goes over; null under every ceiling, and for whoever approves it.</summary>
    public ReachedCeiling? OverCeiling { get; init; }

    /// <summary>Puts the names as of now into the sentences.</summary>
    public required SentenceReader Names { get; init; }

    /// <summary>What is done can't come back, so what it is done to is named once more.</summary>
    public bool IsNamed { get; init; }

    /// <summary>Nothing takes it back.</summary>
    public bool IsFinal { get; init; }

    /// <summary>A person who asks for it proves once more who they are, also where somebody else decides: nobody may be there who does.</summary>
    public bool AsksProof => Asked is Asked.StepUp || (IsFinal && Asked is Asked.SecondPerson);

    /// <summary>What whoever starts it types: the name as it is shown, or of several how many they are; null where nothing is typed.</summary>
    public string? Confirmation =>
        !IsNamed || Accepted == 0 ? null
        : Accepted == 1 && Subjects.FirstOrDefault(subject => subject.Code is null) is { } only ? Names.Name(only.SubjectId)
        : Accepted.ToString(CultureInfo.InvariantCulture);

    public Weight Weight => new(People, MinorUnits);
}

/// <param name="Code">of the refusal; null when it would be done</param>
/// <param name="Sentence">of the refusal or of the decision, as JSON</param>
public sealed record PreviewSubject(string SubjectId, string TenantId, int Place, long Revision, string? Code, string Sentence, string Effects, string? Created)
{
    public Sentence Says => field ??= Words.Sentence.Of(Sentence);

    internal IEnumerable<string> Tenants => RunLine.Tenants(TenantId, Created);

    public IReadOnlyList<Effect> Changes => JsonSerializer.Deserialize<IReadOnlyList<Effect>>(Effects, Json.Options)!;
}
