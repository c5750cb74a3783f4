using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Addresses;

namespace OwnerConsole.Trust.Team;

/// <summary>Makes a key for an application; its text is shown once.</summary>
public sealed class CreateApiKey(ApiKeys keys, Subjects subjects, Lazy<Catalogue> catalogue) : Operation<NewKeyFacts, CreateApiKey.Input>
{
    private const int MostScopes = 50,
        MostDays = 730,
        MostOrigins = 20;

    private const string Append = "event.report";

    public sealed record Input(
        [Description("What uses it, so that you know later which one to revoke.")] string Name,
        [Description(
            "Words such as tenant.report; tenant.* is everything about tenants and * everything, except operations that can't be undone: those need a person."
        )]
            IReadOnlyList<string> Scopes,
        [Description("A live key acts on real tenants, a demo key on demo data only.")] Population Population = Population.Live,
        [Description("The one tenant it may touch; empty for all.")] string? OnlyTenant = null,
        [Description("Days until it ends by itself.")] int Days = ApiKeys.DefaultDays,
        [Description("Subjects that it may change in an hour; beyond that a person approves. Empty for no ceiling.")] int? MostAnHour = null,
        [Description("Origins of pages that send with it, such as https://app.example.com. Only with event.report alone, because everybody can read it there.")]
            IReadOnlyList<string>? Origins = null
    );

    public override Input Example => new("Billing", ["tenant.read", "tenant.report"]);

    public override Declaration Is =>
        new("api_key.create", "Create API key", "created")
        {
            StepUp = true,
            Subject = "platform",
            Noun = "API key",
            ShowsOnce = true,
            ComesBack = "The key is revoked; what was done with it stays.",
        };

    public override async Task<IReadOnlyList<NewKeyFacts>> Load(IReadOnlyList<string> ids, Input input, Work work)
    {
        if (!ids.Contains(IdSource.Platform))
            return [];
        var onlyTenant = input.OnlyTenant is null ? null : await subjects.Tenant(Caller.System, input.Population, input.OnlyTenant, CancellationToken.None);
        var giver = work.Caller!; // who asks is known in a preview and in a run
        var isWithin = catalogue.Value.MayGive(giver, input.Scopes, []) && !await work.HasCeiling(giver.Id);
        return [new(work.NewId("key", IdSource.Platform), onlyTenant, giver, isWithin)];
    }

    public override Refusal? Refuse(NewKeyFacts platform, Input input) =>
        input switch
        {
            _ when string.IsNullOrWhiteSpace(input.Name) || input.Name.Length > 80 || input.Name.Any(char.IsControl) => new(
                "bad_name",
                $"A key has a name of 1 to 80 characters."
            ),
            { Scopes.Count: 0 or > MostScopes } => new("bad_scopes", $"A key has 1 to {MostScopes} scopes."),
            _ when !input.Scopes.All(Permissions.IsWord) => new(
                "bad_scopes",
                $"A scope is a word such as tenant.report, a family such as tenant.*, or * for everything."
            ),
            { Origins.Count: > MostOrigins } => new("bad_origins", $"A key names {MostOrigins} origins at most."),
            _ when input.Origins?.All(WebOrigin.Is) == false => new(
                "bad_origins",
                $"An origin is what a browser says of a page: https://app.example.com, in small letters and without a path. Only localhost may be http."
            ),
            { Origins.Count: > 0 } when !input.Scopes.All(scope => scope == Append) => new(
                "origins_append_only",
                $"A key that pages send with can be read by everybody who opens them: it has event.report and nothing else."
            ),
            { MostAnHour: < 1 or > Previews.Most } => new("bad_ceiling", $"A ceiling is 1 to {Previews.Most} subjects an hour."),
            _ when !platform.IsWithin || (platform.Giver.Population ?? input.Population) != input.Population => new(
                "beyond_your_own",
                $"Nobody can hand out more than they have: no further scopes, no other population, and no key at all under a ceiling."
            ),
            { Days: < 1 or > MostDays } => new("bad_days", $"A key lasts 1 to {MostDays} days."),
            _ => null,
        };

    public override Decision Decide(NewKeyFacts platform, Input input) =>
        new($"A new {input.Population} key. Scopes: {input.Scopes.Count}; days until it ends: {input.Days}.") { Created = platform.NewId };

    public override async Task Execute(IReadOnlyList<NewKeyFacts> accepted, Input input, Work work)
    {
        var (_, text) = await keys.New(
            input.Name.Trim(),
            input.Population,
            input.Scopes,
            accepted[0].OnlyTenant,
            input.Days,
            accepted[0].Giver.Id,
            work,
            accepted[0].NewId,
            input.Origins
        );
        if (input.MostAnHour is { } most)
            await work.SetCeiling(accepted[0].NewId, new("*", TimeSpan.FromHours(1), Subjects: most));
        work.ShowOnce(text);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<NewKeyFacts> subjects, string undoneRun, Work work) =>
        await keys.RevokeThoseOf(undoneRun, work) > 0 ? [IdSource.Platform] : [];
}
