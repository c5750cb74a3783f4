using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Stripe.Accounts;

/// <summary>Sets the API key and the signing secret of one mode.</summary>
public sealed class ConnectStripe(InputSecrets secrets, SecretBox box) : Operation<StripeFacts, ConnectStripe.Input>
{
    public const string Name = "stripe.connect";

    public sealed record Input(
        [Description("Live or test mode of your Stripe account.")] Mode Mode,
        [DataType(DataType.Password)]
        [Description("Restricted key that starts with rk_live_ or rk_test_. Encrypted. Leave blank to keep the current one.")]
            string? ApiKey = null,
        [DataType(DataType.Password)]
        [Description(
            "Signing secret of the webhook endpoint in Stripe. Encrypted. Leave blank to keep the current one; after a change, the previous one is valid for 24 hours."
        )]
            string? SigningSecret = null
    );

    public override Input Example => new(Mode.Test, "rk_test_4eC39HqLyjWDarjtT1zdp7dc", "whsec_5WbX5kEWLlfzsGNjH64I8lOOqUB6e8FH");

    public override OperationDefinition Definition =>
        new(Name, "Connect Stripe", "connected")
        {
            Synonyms = "payments, billing, stripe key, webhook secret",
            RequiresStepUp = true,
            Subject = "platform",
            Noun = "Stripe",
            DoneSentence = "Stripe connected",
            RestoredByUndo = "The previous connection, or none.",
            NotRestoredByUndo = "Data that was already received.",
        };

    public override Task<IReadOnlyList<StripeFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => StripeFacts.Load(ids, input.Mode, work);

    public override Refusal? Refuse(StripeFacts platform, Input input) =>
        (platform.Connection, Key(input), Secret(input)) switch
        {
            (null, null, _) => new("api_key_needed", $"Enter the API key."),
            (null, _, null) => new("signing_secret_needed", $"Enter the signing secret."),
            (_, { } key, _) when StripeKey.FindProblem(key, input.Mode) is { } problem => problem,
            (_, _, { } secret) when !StripeKey.IsSigningSecret(secret) => new(
                "bad_signing_secret",
                $"The signing secret must start with whsec_. You find it in Stripe, on the page of the webhook endpoint."
            ),
            ({ }, null, null) => new("no_change", $"Enter a new API key or signing secret."),
            _ => null,
        };

    public override Decision Decide(StripeFacts platform, Input input) =>
        new(
            (platform.Connection, input.SigningSecret) switch
            {
                (null, _) => Sentence.Say($"The account will be checked immediately. Events are accepted once the check has succeeded."),
                (_, null) => Sentence.Say($"The account will be checked immediately with the new key."),
                _ => Sentence.Say($"Events signed with the current secret are accepted for 24 more hours."),
            }
        );

    public override async Task Execute(IReadOnlyList<StripeFacts> accepted, Input input, UnitOfWork work)
    {
        var before = accepted[0].Connection;
        var run = work.RunId!; // never null: executed by a run
        var key = Key(input) ?? before!.DecryptKey(box); // Refuse requires a key for a new connection
        var isNewSecret = Secret(input) is not null && before is not null;
        var secret = Secret(input) ?? before!.DecryptSecret(before.SigningSecret, box);
        var previous = isNewSecret ? before!.SigningSecret : before?.PreviousSigningSecret;
        await StripeConnection.Close(input.Mode, work);
        await work.Execute(
            """
            insert into stripe.connections
              (tenant_id, mode, opened_by, api_key, api_key_end, signing_secret, previous_signing_secret, previous_valid_until, opened_at)
            values ('tnt_platform', @Mode, @run, @apiKey, @end, @signingSecret, @previousSecret, @until, clock_timestamp())
            """,
            new
            {
                input.Mode,
                run,
                apiKey = Encrypt(StripeConnection.KeyKind, run, key),
                end = key[^4..],
                signingSecret = Encrypt(StripeConnection.SecretKind, run, secret),
                previousSecret = previous is null ? null : Encrypt(StripeConnection.SecretKind, run, before!.DecryptSecret(previous, box)),
                until = isNewSecret ? work.Now + StripeConnection.Overlap : before?.PreviousValidUntil,
            }
        );
        await work.MakeDue([ConnectionCheck.Lane]);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<StripeFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var restored = await StripeConnection.Rows.Undo([IdGenerator.Platform], undoneRun, work);
        if (restored.Count > 0)
            await StripeConnection.CheckRestored(work);
        return restored;
    }

    private string? Key(Input input) => input.ApiKey is { } typed ? secrets.Decrypt(Name, "api_key", typed).Trim() : null;

    private string? Secret(Input input) => input.SigningSecret is { } typed ? secrets.Decrypt(Name, "signing_secret", typed).Trim() : null;

    private byte[] Encrypt(string kind, string run, string clear) => box.Encrypt(kind, run, Encoding.UTF8.GetBytes(clear));
}
