using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Outbound;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Reliability.Probes.Checks;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Starts the regular check of a service. The address of a heartbeat is shown once.</summary>
public sealed class AddProbe(InputSecrets inputs, SecretBox box, OutboundHostPolicy hosts) : Operation<NewProbeFacts, AddProbe.Input>
{
    public const string Name = "probe.add";

    public sealed record Input(
        [Description("What is checked.")] ProbeKind Kind,
        [StringLength(ProbeRules.MaxName)] [Description(ProbeInput.NameHelp)] string Name,
        [StringLength(ProbeRules.MaxTarget)] [Description(ProbeInput.TargetHelp)] string? Target = null,
        [DataType(DataType.Password)] [Description(ProbeInput.SecretHelp)] string? Secret = null,
        [Description(ProbeInput.StatusFromHelp)] int? StatusFrom = null,
        [Description(ProbeInput.StatusToHelp)] int? StatusTo = null,
        [StringLength(ProbeRules.MaxText)] [Description(ProbeInput.TextHelp)] string? ExpectedText = null,
        [Description(ProbeInput.WarnHelp)] int? WarnDays = null,
        [Description(ProbeInput.UntrustedHelp)] bool AllowUntrusted = false,
        [Description(ProbeInput.IntervalHelp)] int? IntervalSeconds = null,
        [Description(ProbeInput.TimeoutHelp)] int? TimeoutSeconds = null,
        [Description(ProbeInput.FailuresHelp)] int? FailuresUntilDown = null,
        [Description(ProbeInput.SuccessesHelp)] int? SuccessesUntilUp = null,
        [Description(ProbeInput.TlsHelp)] bool UseTls = false,
        [StringLength(ProbeRules.MaxKeyId)] [Description(ProbeInput.KeyIdHelp)] string? KeyId = null,
        [StringLength(ProbeRules.MaxRegion)] [Description(ProbeInput.RegionHelp)] string? Region = null,
        [Description(ProbeInput.VirtualHostHelp)] bool VirtualHost = false,
        [StringLength(ProbeRules.MaxName)] [Description(ProbeInput.ServiceHelp)] string? Service = null
    )
    {
        internal ProbeInput Settings =>
            new ProbeInput(
                Name,
                Target,
                null,
                StatusFrom,
                StatusTo,
                ExpectedText,
                WarnDays,
                AllowUntrusted,
                IntervalSeconds,
                TimeoutSeconds,
                FailuresUntilDown,
                SuccessesUntilUp,
                UseTls,
                KeyId,
                Region,
                VirtualHost,
                Service
            ).For(Kind);
    }

    public override Input Example => new(ProbeKind.Http, "Website", "https://www.example.com/");

    public override OperationDefinition Definition =>
        new(Name, "Add probe", "added")
        {
            Subject = "platform",
            Noun = "probe",
            Synonyms = "monitor, uptime, health check, heartbeat, cron, ping, certificate, status page, bucket, storage, Prometheus, scrape, metrics",
            ShowsSecretOnce = true,
            RestoredByUndo = "The probe is removed and no longer checked.",
        };

    /// <summary>First the kind, then what it needs.</summary>
    public override IReadOnlyList<InputField> Fields(Func<string, string?> given) => FieldsAfter<ProbeKind>("kind", given, kind => kind.Fields());

    public override async Task<IReadOnlyList<NewProbeFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        ids.Contains(IdGenerator.Platform) ? [new(work.NewId("prb", IdGenerator.Platform), (await Probe.List(work)).Count)] : [];

    public override Refusal? Refuse(NewProbeFacts platform, Input input) =>
        platform.Count >= ProbeRules.MaxProbes ? new("too_many_probes", $"There can be at most {ProbeRules.MaxProbes} probes. Remove one first.")
        : input.Kind is ProbeKind.Postgresql && Secret(input) is null ? new("secret_needed", $"Enter the connection string.")
        : input.Kind is ProbeKind.S3 && Secret(input) is null ? new("secret_needed", $"Enter the secret access key.")
        : ProbeRules.FindProblem(input.Kind, input.Settings, Secret(input), hosts);

    public override Decision Decide(NewProbeFacts platform, Input input) =>
        new(
            input.Kind is ProbeKind.Heartbeat
                ? Sentence.Say($"The new probe waits for calls every {input.Settings.IntervalSeconds!.Value} seconds. Its address is shown once.") // never null: has a default
                : Sentence.Say($"The new probe is checked every {input.Settings.IntervalSeconds!.Value} seconds, for the first time now.")
        )
        {
            Created = platform.NewId,
        };

    public override async Task Execute(IReadOnlyList<NewProbeFacts> accepted, Input input, UnitOfWork work)
    {
        var (id, secret) = (accepted[0].NewId, Secret(input));
        var token = input.Kind is ProbeKind.Heartbeat ? RandomToken.Create() : null;
        var target = input.Kind is ProbeKind.Postgresql ? PostgresqlTarget.Find(secret!)!.Title : input.Settings.Target ?? ""; // not null: not refused
        await ProbeRows.Open(id, input.Kind, input.Settings, target, secret, token is null ? null : RandomToken.Hash(token), box, work);
        await ProbeRows.Start([id], work);
        if (token is not null)
            work.ShowSecretOnce($"{await PlatformAddress.Of(work)}{HeartbeatRoutes.Of(token)}");
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<NewProbeFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var removed = await Probe.Versions.CloseOpenedBy(ids: null, undoneRun, work);
        await ProbeRows.Stop(removed, work);
        return removed.Count > 0 ? [IdGenerator.Platform] : [];
    }

    private string? Secret(Input input) =>
        input.Kind.Fields().Contains("secret") && input.Secret is { Length: > 0 } typed && inputs.Decrypt(Name, "secret", typed).Trim() is { Length: > 0 } text
            ? text
            : null;
}
