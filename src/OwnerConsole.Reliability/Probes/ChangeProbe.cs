using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Outbound;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Reliability.Probes.Checks;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Changes the settings of a probe, and checks it with the new ones now. Its kind and its history stay.</summary>
public sealed class ChangeProbe(InputSecrets inputs, SecretBox box, OutboundHostPolicy hosts) : Operation<ProbeFacts, ProbeInput>
{
    public const string Name = "probe.change";

    public override ProbeInput Example => new("Website", "https://www.example.com/");

    public override OperationDefinition Definition =>
        new(Name, "Change probe", "changed") { RestoredByUndo = "The previous settings, unless they were changed again." };

    public override Task<IReadOnlyList<ProbeFacts>> Load(IReadOnlyList<string> ids, ProbeInput input, UnitOfWork work) => ProbeFacts.Load(ids, work);

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work) =>
        await Probe.List([subjectId], work) is [var probe]
            ?
            [
                ("name", probe.Name),
                ("target", probe.Target),
                ("status_from", Text(probe.StatusFrom)),
                ("status_to", Text(probe.StatusTo)),
                ("expected_text", probe.ExpectedText),
                ("warn_days", Text(probe.WarnDays)),
                ("allow_untrusted", probe.AllowsUntrusted ? "true" : "false"),
                ("interval_seconds", Text(probe.IntervalSeconds)),
                ("timeout_seconds", Text(probe.TimeoutSeconds)),
                ("failures_until_down", Text(probe.FailuresUntilDown)),
                ("successes_until_up", Text(probe.SuccessesUntilUp)),
                ("use_tls", probe.UsesTls ? "true" : "false"),
                ("key_id", probe.KeyId),
                ("region", probe.Region),
                ("virtual_host", probe.UsesVirtualHost ? "true" : "false"),
                ("service", probe.Service),
            ]
            : [];

    public override bool FieldsDependOnSubject => true;

    public override async Task<IReadOnlyList<InputField>> FindFields(string subjectId, IReadOnlyList<InputField> fields, UnitOfWork work) =>
        await Probe.List([subjectId], work) is [var probe] ? [.. fields.Where(field => probe.Kind.Fields().Contains(field.Name))] : fields;

    public override Refusal? Refuse(ProbeFacts subject, ProbeInput input)
    {
        if (subject.Probe is not { } probe)
            return ProbeFacts.FindRemoved(subject);
        var (settings, secret) = (Complete(probe, input), Secret(probe.Kind, input));
        return ProbeRules.FindProblem(probe.Kind, settings, secret, hosts)
            ?? (
                // Otherwise the stored secret would be sent to another server or without encryption, or used with another key.
                probe is { Kind: ProbeKind.Redis or ProbeKind.S3 or ProbeKind.Prometheus, HasSecret: true }
                && secret is null
                && (settings.Target != probe.Target || settings.KeyId != probe.KeyId || (probe.UsesTls && !settings.UseTls))
                    ? new("secret_needed", $"Enter the secret again, because the target, the key ID or the encryption changes.")
                : secret is null && IsSame(probe, settings) ? new("no_change", $"{subject} already has these settings.")
                : null
            );
    }

    public override Decision Decide(ProbeFacts subject, ProbeInput input) => new($"{subject} is checked with the new settings from now on.");

    public override async Task Execute(IReadOnlyList<ProbeFacts> accepted, ProbeInput input, UnitOfWork work)
    {
        foreach (var probe in accepted.Select(subject => subject.Probe!)) // usually one; never null: not removed
        {
            var (settings, secret) = (Complete(probe, input), Secret(probe.Kind, input));
            var target =
                probe.Kind is not ProbeKind.Postgresql ? settings.Target ?? ""
                : secret is null ? probe.Target
                : PostgresqlTarget.Find(secret)!.Title; // not null: not refused
            await ProbeRows.Open(probe.Id, probe.Kind, settings, target, secret, tokenHash: null, box, work);
        }
        await ProbeRows.Start([.. accepted.Where(subject => !subject.Probe!.IsPaused).Select(subject => subject.Id)], work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ProbeFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var restored = await Probe.Versions.Undo([.. subjects.Select(subject => subject.Id)], undoneRun, work);
        await ProbeRows.RestoreNames(restored, work);
        await ProbeRows.Start([.. subjects.Where(subject => restored.Contains(subject.Id) && !subject.Probe!.IsPaused).Select(subject => subject.Id)], work); // restored, so not removed
        return restored;
    }

    /// <returns>The new settings. The target and the access key ID stay the same if they are blank.</returns>
    private static ProbeInput Complete(Probe probe, ProbeInput input) =>
        (
            input with
            {
                Target = string.IsNullOrWhiteSpace(input.Target) ? probe.Target : input.Target,
                KeyId = string.IsNullOrWhiteSpace(input.KeyId) ? probe.KeyId : input.KeyId,
            }
        ).For(probe.Kind);

    private static bool IsSame(Probe now, ProbeInput input) =>
        (
            now.Name,
            now.StatusFrom,
            now.StatusTo,
            now.ExpectedText,
            now.WarnDays,
            now.AllowsUntrusted,
            (int?)now.IntervalSeconds,
            (int?)now.TimeoutSeconds,
            (int?)now.FailuresUntilDown,
            (int?)now.SuccessesUntilUp,
            now.UsesTls,
            now.KeyId,
            now.Region,
            now.UsesVirtualHost,
            now.Service
        )
            == (
                input.Name,
                input.StatusFrom,
                input.StatusTo,
                input.ExpectedText,
                input.WarnDays,
                input.AllowUntrusted,
                input.IntervalSeconds,
                input.TimeoutSeconds,
                input.FailuresUntilDown,
                input.SuccessesUntilUp,
                input.UseTls,
                input.KeyId,
                input.Region,
                input.VirtualHost,
                input.Service
            )
        && (input.Target is null || input.Target == now.Target);

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    /// <returns>Null to keep the current secret.</returns>
    private string? Secret(ProbeKind kind, ProbeInput input) =>
        kind.Fields().Contains("secret") && input.Secret is { Length: > 0 } typed && inputs.Decrypt(Name, "secret", typed).Trim() is { Length: > 0 } text
            ? text
            : null;
}
