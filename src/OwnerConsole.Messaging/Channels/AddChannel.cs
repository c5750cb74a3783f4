using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Outbound;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Messaging.Channels.WebPush;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Messaging.Channels;

/// <summary>Connects a service that delivers messages. The signing secret of a webhook is shown once. Web push gets a new key pair.</summary>
public sealed class AddChannel(InputSecrets inputs, SecretBox box, OutboundHostPolicy hosts) : Operation<NewChannelFacts, AddChannel.Input>
{
    public const string Name = "channel.add";

    public sealed record Input(
        [Description("Service that delivers the messages.")] ChannelKind Kind,
        [StringLength(ChannelRules.MaxName)] [Description("Name that the team sees, such as #announcements.")] string Name,
        [DataType(DataType.Password)] [Description(ChannelInput.NewSecretHelp)] string? Secret = null,
        [Description(ChannelInput.AccountHelp)] string? Account = null,
        [Description("Phone number of Twilio, such as +15550100, or ID of a messaging service (MG…).")] string? Sender = null,
        [StringLength(ChannelRules.MaxBody)] [DataType(DataType.MultilineText)] [Description(ChannelInput.BodyHelp)] string? Body = null,
        [Description(ChannelInput.ContentHelp)] string? ContentSid = null,
        [StringLength(ChannelRules.MaxBody)] [DataType(DataType.MultilineText)] [Description(ChannelInput.VariablesHelp)] string? ContentVariables = null,
        [Description(ChannelInput.RateHelp)] int? MaxPerMinute = null,
        [StringLength(ChannelRules.MaxContact)] [Description(ChannelInput.ContactHelp)] string? Contact = null,
        [Description(ChannelInput.RegionHelp)] string? Region = null
    )
    {
        internal ChannelInput Settings =>
            new ChannelInput(Name, null, Account, Sender, Body, ContentSid, ContentVariables, MaxPerMinute, Contact, Region).For(Kind);
    }

    public override Input Example => new(ChannelKind.Slack, "#announcements", "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX");

    public override OperationDefinition Definition =>
        new(Name, "Add channel", "added")
        {
            Subject = "platform",
            Noun = "channel",
            Synonyms = "slack, discord, sms, whatsapp, twilio, webhook, teams, web push, browser notifications, pagerduty, datadog, new relic",
            RequiresStepUp = true,
            ShowsSecretOnce = true,
            RestoredByUndo = "The channel is removed. Messages that are waiting are not sent.",
            NotRestoredByUndo = "Messages that were already sent.",
        };

    /// <summary>First the kind, then what it needs.</summary>
    public override IReadOnlyList<InputField> Fields(Func<string, string?> given) =>
        [
            .. FieldsAfter<ChannelKind>("kind", given, ChannelInput.Fields)
                .Select(field =>
                    field.Name == "kind"
                        ? field
                        : ChannelInput.Describe(field, Enum.GetValues<ChannelKind>().First(kind => kind.ToText() == given("kind")), isNew: true)
                ),
        ];

    public override Task<IReadOnlyList<NewChannelFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<NewChannelFacts>>(ids.Contains(IdGenerator.Platform) ? [new(work.NewId("chn", IdGenerator.Platform))] : []);

    public override Refusal? Refuse(NewChannelFacts platform, Input input) =>
        input.Kind is ChannelKind.WebPush ? ChannelRules.FindProblem(input.Kind, input.Settings, null, hosts)
        : Secret(input) is { Length: > 0 } secret ? ChannelRules.FindProblem(input.Kind, input.Settings, secret, hosts)
        : new("secret_needed", $"Enter the auth token, the key, or the URL of the webhook.");

    public override Decision Decide(NewChannelFacts platform, Input input) =>
        new($"Messages can be sent on the new channel. Nothing is sent until you choose it, or send a test.") { Created = platform.NewId };

    public override async Task Execute(IReadOnlyList<NewChannelFacts> accepted, Input input, UnitOfWork work)
    {
        var signing = input.Kind is ChannelKind.Webhook ? StandardWebhook.CreateSecret(RandomNumberGenerator.GetBytes(StandardWebhook.SecretLength)) : null;
        var secrets = input.Kind is ChannelKind.WebPush ? VapidKeys.Create() : new ChannelSecrets(Secret(input), signing);
        await ChannelRows.Open(accepted[0].NewId, input.Kind, input.Settings, secrets, box, work);
        if (signing is not null)
            work.ShowSecretOnce(signing);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<NewChannelFacts> subjects, string undoneRun, UnitOfWork work) =>
        (await Channel.Versions.CloseOpenedBy(ids: null, undoneRun, work)).Count > 0 ? [IdGenerator.Platform] : [];

    private string Secret(Input input) => input.Secret is { } typed ? inputs.Decrypt(Name, "secret", typed).Trim() : "";
}

/// <summary>The platform, to which a channel is added.</summary>
/// <param name="NewId">Id of the new channel.</param>
public sealed record NewChannelFacts(string NewId) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public long Revision => 1;
}
