using System.Text.Json;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Api;

/// <summary>What would happen, as the API shows it.</summary>
/// <param name="Asked">what it takes to start the run</param>
/// <param name="Total">subjects in all, refused ones included</param>
/// <param name="Accepted">subjects it would be done to</param>
/// <param name="Hash">of operation, version, input and each subject with its revision; an approval is bound to it</param>
/// <param name="Subjects">the first 500</param>
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
    IReadOnlyList<PreviewView.Subject> Subjects
)
{
    /// <param name="Refusal">its code; null when it would be done</param>
    /// <param name="Created">the id of what would be made</param>
    public sealed record Subject(string Id, long Revision, string? Refusal, string Text, IReadOnlyList<Effect> Effects, string? Created);

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
            ]
        );
}
