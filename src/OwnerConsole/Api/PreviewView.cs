using System.Text.Json;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Api;

/// <summary>What would happen, as the API shows it.</summary>
/// <param name="Asked">what it takes to start the run</param>
/// <param name="Total">subjects in all, refused ones included</param>
/// <param name="Accepted">subjects it would be done to</param>
/// <param name="Hash">of operation, version, input, each subject with its revision and what the application says; an approval is bound to it</param>
/// <param name="Subjects">the first 500</param>
/// <param name="Confirmation">what is sent with the run where nothing of it comes back: the name of the one, or how many; null where nothing is asked</param>
public sealed record PreviewView(
    string Id,
    string Operation,
    int Version,
    JsonElement Input,
    Asked Asked,
    int Total,
    int Accepted,
    Weight Weight,
    string Hash,
    DateTimeOffset MadeAt,
    DateTimeOffset ExpiresAt,
    IReadOnlyList<PreviewView.Subject> Subjects,
    PreviewView.FromApplication? Application,
    string? Confirmation
)
{
    /// <param name="Refusal">its code; null when it would be done</param>
    /// <param name="Created">the id of what would be made</param>
    public sealed record Subject(string Id, long Revision, string? Refusal, string Text, IReadOnlyList<Effect> Effects, string? Created);

    /// <summary>What the application says it would do; null where it isn't asked.</summary>
    /// <param name="Asked">subjects that it was asked about, 20 at most</param>
    /// <param name="Answered">of them; of the others the console's part stands alone</param>
    /// <param name="Sum">effects that are numbers, added up over all that answered</param>
    public sealed record FromApplication(int Asked, int Answered, IReadOnlyList<ForetoldEffect> Sum, IReadOnlyList<Foretold> Subjects);

    /// <param name="State">done: it has said so; failed: it would refuse; expired: it did not say in time</param>
    public sealed record Foretold(string Id, TaskState State, string? Code, IReadOnlyList<string> Sentences, IReadOnlyList<ForetoldEffect> Effects);

    private static FromApplication Said(IReadOnlyList<Foretelling> all) =>
        new(
            all.Count,
            all.Count(one => one.State is not TaskState.Expired),
            Foretelling.Sum(all),
            [.. all.Select(one => new Foretold(one.SubjectId, one.State, one.Code, one.Report.Sentences ?? [], one.Report.Effects ?? []))]
        );

    public static PreviewView Of(Preview preview) =>
        new(
            preview.PreviewId,
            preview.Operation,
            preview.Version,
            preview.Input,
            preview.Asked,
            preview.Total,
            preview.Accepted,
            preview.Weight,
            Convert.ToHexStringLower(preview.Hash),
            preview.MadeAt,
            preview.ExpiresAt,
            [
                .. preview.Subjects.Select(subject => new Subject(
                    subject.SubjectId,
                    subject.Revision,
                    subject.Code,
                    preview.Names.Text(subject.Says),
                    subject.Changes,
                    subject.Created
                )),
            ],
            preview.Foretold.Count == 0 ? null : Said(preview.Foretold),
            preview.Confirmation
        );
}
