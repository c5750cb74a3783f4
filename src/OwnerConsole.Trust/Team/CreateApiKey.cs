using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Addresses;

namespace OwnerConsole.Trust.Team;

/// <summary>Creates an API key. Its secret is shown once.</summary>
public sealed class CreateApiKey(ApiKeys keys, SubjectResolver subjects, Lazy<OperationCatalogue> catalogue, Lazy<ScopeCatalogue> scopes)
    : Operation<NewKeyFacts, CreateApiKey.Input>
{
    private const int MaxScopes = 50,
        MaxDays = 730,
        MaxOrigins = 20;

    /// <summary>Scopes that only add data, so that a key with nothing else is safe in a web page.</summary>
    private static readonly string[] s_appendOnly = ["event.report", "error.report", "telemetry.report"];

    public sealed record Input(
        [Description("Name of the application or person that uses the key.")] string Name,
        [Description(
            "Permissions such as tenant.report. tenant.* grants everything for tenants and * grants everything, except operations that can't be undone."
        )]
            IReadOnlyList<string> Scopes,
        [Description("live for real tenants, test for test data only.")] Mode Mode = Mode.Live,
        [Description("Restricts the key to one tenant. Leave blank for all tenants.")] string? OnlyTenant = null,
        [Description("Days until the key expires.")] int Days = ApiKeys.DefaultDays,
        [Description("Maximum number of subjects that the key can change per hour. More need approval by a team member. Leave blank for no limit.")]
            int? HourlyLimit = null,
        [Description(
            "Origins of web pages that send data with the key, such as https://app.example.com. The key can have only the scopes event.report, error.report and telemetry.report, because anyone can read it there."
        )]
            IReadOnlyList<string>? Origins = null
    );

    public override Input Example => new("Billing", ["tenant.read", "tenant.report"]);

    public override OperationDefinition Definition =>
        new("api_key.create", "Create API key", "created")
        {
            Synonyms = "new key, new token",
            RequiresStepUp = true,
            Subject = "platform",
            Noun = "API key",
            ShowsSecretOnce = true,
            RestoredByUndo = "The key is revoked. Changes made with it remain.",
        };

    public override async Task<IReadOnlyList<NewKeyFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        var onlyTenant = input.OnlyTenant is null ? null : await subjects.Tenant(Caller.System, input.Mode, input.OnlyTenant, CancellationToken.None);
        var giver = work.Caller!; // previews and runs have a caller
        var isWithin = catalogue.Value.CanGrant(giver, input.Scopes, []) && !await work.HasCeiling(giver.Id);
        return
        [
            new(
                work.NewId("key", IdGenerator.Platform),
                onlyTenant,
                giver,
                isWithin,
                onlyTenant is null || await subjects.ModeOf(Caller.System, onlyTenant, CancellationToken.None) == input.Mode,
                scopes.Value.FindUnknown(input.Scopes)
            ),
        ];
    }

    public override Refusal? Refuse(NewKeyFacts platform, Input input) =>
        input switch
        {
            _ when string.IsNullOrWhiteSpace(input.Name) || input.Name.Length > 80 || input.Name.Any(char.IsControl) => new(
                "bad_name",
                $"The name must have 1 to 80 characters."
            ),
            { Scopes.Count: 0 or > MaxScopes } => new("bad_scopes", $"A key must have 1 to {MaxScopes} scopes."),
            _ when !input.Scopes.All(Permissions.IsWord) => new(
                "bad_scopes",
                $"A scope must be a permission such as tenant.report, a wildcard such as tenant.*, or * for everything."
            ),
            _ when platform.UnknownScope is { } unknown => new("unknown_scope", unknown.Explain()),
            { Origins.Count: > MaxOrigins } => new("bad_origins", $"A key can have at most {MaxOrigins} origins."),
            _ when input.Origins?.All(WebOrigin.IsValid) == false => new(
                "bad_origins",
                $"An origin must look like https://app.example.com, in lower case and without a path. Only localhost can use http."
            ),
            { Origins.Count: > 0 } when !input.Scopes.All(scope => s_appendOnly.Contains(scope, StringComparer.Ordinal)) => new(
                "origins_append_only",
                $"A key with origins can have only the scopes event.report, error.report and telemetry.report, because anyone who opens those pages can read the key."
            ),
            { HourlyLimit: < 1 or > Previews.MaxSubjects } => new("bad_ceiling", $"The hourly limit must be 1 to {Previews.MaxSubjects} subjects."),
            _ when !platform.IsWithin || (platform.Giver.Mode ?? input.Mode) != input.Mode => new(
                "exceeds_own_permissions",
                $"A key can't have more access than you: use only your own scopes and mode. Team members with a usage limit can't create keys."
            ),
            _ when !platform.IsSameMode => new("other_mode", $"The tenant is not in {input.Mode} mode, so the key would have access to nothing."),
            { Days: < 1 or > MaxDays } => new("bad_days", $"Days must be 1 to {MaxDays}."),
            _ => null,
        };

    public override Decision Decide(NewKeyFacts platform, Input input) =>
        new($"Creates a {input.Mode} key with {input.Scopes.Count:scope} that expires in {input.Days:day}.") { Created = platform.NewId };

    public override async Task Execute(IReadOnlyList<NewKeyFacts> accepted, Input input, UnitOfWork work)
    {
        var (_, text) = await keys.Create(
            input.Name.Trim(),
            input.Mode,
            input.Scopes,
            accepted[0].OnlyTenant,
            input.Days,
            accepted[0].Giver.Id,
            work,
            accepted[0].NewId,
            input.Origins
        );
        if (input.HourlyLimit is { } most)
            await work.SetCeiling(accepted[0].NewId, new("*", TimeSpan.FromHours(1), Subjects: most));
        work.ShowSecretOnce(text);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<NewKeyFacts> subjects, string undoneRun, UnitOfWork work) =>
        await keys.RevokeCreatedBy(undoneRun, work) > 0 ? [IdGenerator.Platform] : [];
}
