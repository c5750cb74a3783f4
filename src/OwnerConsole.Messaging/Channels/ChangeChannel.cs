using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Outbound;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Messaging.Channels;

/// <summary>Changes the settings of a channel. Messages that are waiting are sent with the new ones.</summary>
public sealed class ChangeChannel(InputSecrets inputs, SecretBox box, OutboundHostPolicy hosts) : Operation<ChannelFacts, ChannelInput>
{
    public const string Name = "channel.change";

    public override ChannelInput Example => new("#news");

    public override OperationDefinition Definition =>
        new(Name, "Change channel", "changed")
        {
            RequiresStepUp = true,
            RestoredByUndo = "The previous settings, unless they were changed again.",
            NotRestoredByUndo = "Messages that were sent with the new settings.",
        };

    public override Task<IReadOnlyList<ChannelFacts>> Load(IReadOnlyList<string> ids, ChannelInput input, UnitOfWork work) => ChannelFacts.Load(ids, work);

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work) =>
        await Channel.List([subjectId], work) is [var channel]
            ?
            [
                ("name", channel.Name),
                ("account", channel.Account),
                ("sender", channel.Sender),
                ("body", channel.Body),
                ("content_sid", channel.ContentSid),
                ("content_variables", channel.ContentVariables),
                ("contact", channel.Contact),
                ("region", channel.Region),
                ("max_per_minute", channel.MaxPerMinute.ToString(CultureInfo.InvariantCulture)),
            ]
            : [];

    public override bool FieldsDependOnSubject => true;

    public override async Task<IReadOnlyList<InputField>> FindFields(string subjectId, IReadOnlyList<InputField> fields, UnitOfWork work) =>
        await Channel.List([subjectId], work) is [var channel]
            ?
            [
                .. ChannelInput
                    .Fields(channel.Kind)
                    .Select(name => ChannelInput.Describe(fields.First(field => field.Name == name), channel.Kind, isNew: false)),
            ]
            : fields;

    public override Refusal? Refuse(ChannelFacts subject, ChannelInput input) =>
        ChannelFacts.FindRemoved(subject)
        ?? (
            subject.Channel is { } channel && ChannelRules.FindProblem(channel.Kind, Filled(channel, input), Secret(channel.Kind, input), hosts) is { } problem
                ? problem
            : Secret(subject.Channel!.Kind, input) is null && IsSame(subject.Channel!, Filled(subject.Channel!, input))
                ? new("no_change", $"{subject} already has these settings.") // not null: not removed
            : null
        );

    public override Decision Decide(ChannelFacts subject, ChannelInput input) =>
        new($"Messages on {subject} will use the new settings from now on. Waiting messages are retried immediately.");

    public override async Task Execute(IReadOnlyList<ChannelFacts> accepted, ChannelInput input, UnitOfWork work)
    {
        foreach (var channel in accepted.Select(subject => subject.Channel!)) // usually one; never null: not removed
        {
            var before = (await ChannelSecrets.Find(channel, box, work))!; // a version always has secrets
            await ChannelRows.Open(
                channel.Id,
                channel.Kind,
                Filled(channel, input),
                before with
                {
                    Secret = Secret(channel.Kind, input) ?? before.Secret,
                },
                box,
                work
            );
        }
        await work.MakeDue([.. accepted.SelectMany(subject => Channel.LanesOf(subject.Id))]);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ChannelFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var restored = await Channel.Versions.Undo([.. subjects.Select(subject => subject.Id)], undoneRun, work);
        await ChannelRows.RestoreNames(restored, work);
        await work.MakeDue([.. restored.SelectMany(Channel.LanesOf)]);
        return restored;
    }

    /// <returns>The new settings. Account, sender, contact and region stay the same if they are blank, because no channel that uses them works without them.</returns>
    private static ChannelInput Filled(Channel channel, ChannelInput input) =>
        (
            input with
            {
                Account = Text(input.Account) ?? channel.Account,
                Sender = Text(input.Sender) ?? channel.Sender,
                Contact = Text(input.Contact) ?? channel.Contact,
                Region = Text(input.Region) ?? channel.Region,
            }
        ).For(channel.Kind);

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static bool IsSame(Channel now, ChannelInput input) =>
        (now.Name, now.Account, now.Sender, now.Body, now.ContentSid, now.ContentVariables, now.Contact, now.Region, (int?)now.MaxPerMinute)
        == (input.Name, input.Account, input.Sender, input.Body, input.ContentSid, input.ContentVariables, input.Contact, input.Region, input.MaxPerMinute);

    /// <returns>Null to keep the current secret. The key pair of web push never changes, because every browser is subscribed to it.</returns>
    private string? Secret(ChannelKind kind, ChannelInput input) =>
        kind is not ChannelKind.WebPush && input.Secret is { } typed ? inputs.Decrypt(Name, "secret", typed).Trim() : null;
}
