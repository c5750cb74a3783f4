using System.Buffers.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Identity;

/// <summary>Requests passkeys from browsers and verifies the answers with the framework's handler. Each challenge is valid once, for five minutes.</summary>
public sealed class Ceremonies(People people, Passkeys passkeys, IdGenerator ids, AccessLog accessLog)
{
    /// <summary>Requests an existing passkey.</summary>
    public async Task<CeremonyChallenge> RequestAssertion(Ceremony ceremony, PasskeySite site, HttpContext context, UnitOfWork work)
    {
        var person = ceremony.UserId is { } id ? await people.FindById(id, work) : null;
        var asked = await Handler(site, work).MakeRequestOptionsAsync(person!, context); // null for any passkey, although the signature is not nullable
        return await Store(ceremony, site, asked.RequestOptionsJson, asked.AssertionState!, work);
    }

    /// <summary>Requests the creation of a passkey.</summary>
    public async Task<CeremonyChallenge> RequestRegistration(
        Ceremony ceremony,
        string name,
        string email,
        PasskeySite site,
        HttpContext context,
        UnitOfWork work
    )
    {
        var who = new PasskeyUserEntity
        {
            Id = ceremony.UserId!, // the owner is known even before they have an account
            Name = email,
            DisplayName = name,
        };
        var asked = await Handler(site, work).MakeCreationOptionsAsync(who, context);
        return await Store(ceremony, site, asked.CreationOptionsJson, asked.AttestationState!, work);
    }

    /// <summary>Verifies an answer to <see cref="RequestAssertion"/>. Refusals are logged, so commit in either case.</summary>
    /// <returns>Owner and passkey; null when the answer is invalid.</returns>
    public async Task<PasskeyProof?> VerifyAssertion(Ceremony ceremony, PasskeyAnswer answer, HttpContext context, UnitOfWork work)
    {
        if (await TakeStored(ceremony, answer.Ceremony, context, work) is not ({ } site, { } state))
            return await Refused(answer, work);
        var judged = await Handler(site, work)
            .PerformAssertionAsync(
                new()
                {
                    HttpContext = context,
                    CredentialJson = answer.Credential,
                    AssertionState = state,
                }
            );
        if (!judged.Succeeded)
            return await Refused(answer, work);
        if (await passkeys.Use(judged.Passkey, work) is { } id)
            return new(judged.User, id);
        accessLog.Attempted(
            judged.User.Id,
            "passkey_copied",
            Sentence.Say($"A passkey of {new EntityReference(judged.User.Id)} was refused, because its signature counter shows that a copy of it exists."),
            work
        );
        await accessLog.Warn(judged.User.Id, SignInThreat.PasskeyCopied, work);
        return null;
    }

    /// <summary>Verifies an answer to <see cref="RequestRegistration"/> and stores the passkey.</summary>
    /// <returns>Id of the passkey; null when the answer is invalid.</returns>
    public async Task<string?> CompleteRegistration(Ceremony ceremony, string userId, string name, PasskeyAnswer answer, HttpContext context, UnitOfWork work)
    {
        if (await TakeStored(ceremony, answer.Ceremony, context, work) is not ({ } site, { } state))
            return null;
        var judged = await Handler(site, work)
            .PerformAttestationAsync(
                new()
                {
                    HttpContext = context,
                    CredentialJson = answer.Credential,
                    AttestationState = state,
                }
            );
        return judged.Succeeded ? await passkeys.Add(userId, site.Domain, name, judged.Passkey, work) : null;
    }

    private async Task<CeremonyChallenge> Store(Ceremony ceremony, PasskeySite site, string options, string state, UnitOfWork work)
    {
        var id = ids.New("cer");
        await work.Execute("delete from auth.ceremonies where expires_at < now()");
        await work.Execute(
            """
            insert into auth.ceremonies (id, purpose, session_id, user_id, subject, domain, state, expires_at)
            values (@id, @Purpose, @SessionId, @UserId, @Subject, @Domain, @state, now() + interval '5 minutes')
            """,
            new
            {
                id,
                ceremony.Purpose,
                ceremony.SessionId,
                ceremony.UserId,
                ceremony.Subject,
                site.Domain,
                state,
            }
        );
        return new(id, JsonSerializer.Deserialize<JsonElement>(options));
    }

    /// <summary>Deletes the challenge whatever the answer is, so that it can't be reused.</summary>
    private static async Task<(PasskeySite?, string?)> TakeStored(Ceremony ceremony, string id, HttpContext context, UnitOfWork work)
    {
        var site = await PasskeySite.Of(context, work);
        var asked = await work.One<StoredCeremony>(
            """
            delete from auth.ceremonies where id = @id and expires_at > now()
            returning state, purpose = @Purpose and session_id is not distinct from @SessionId and user_id is not distinct from @UserId
                      and subject is not distinct from @Subject and domain = @domain as fits
            """,
            new
            {
                id,
                ceremony.Purpose,
                ceremony.SessionId,
                ceremony.UserId,
                ceremony.Subject,
                domain = site?.Domain,
            }
        );
        return asked is { Fits: true } ? (site, asked.State) : default;
    }

    private async Task<PasskeyProof?> Refused(PasskeyAnswer answer, UnitOfWork work)
    {
        if (CredentialOf(answer) is { } credential && await passkeys.OwnerOf(credential, work) is { } owner)
            accessLog.Attempted(
                owner,
                "passkey_refused",
                Sentence.Say($"A passkey of {new EntityReference(owner)} was refused, because its answer did not match the challenge."),
                work
            );
        else
            accessLog.UnknownPasskey(work);
        return null;
    }

    private static byte[]? CredentialOf(PasskeyAnswer answer)
    {
        try
        {
            return JsonDocument.Parse(answer.Credential).RootElement.GetProperty("id").GetString() is { } id ? Base64Url.DecodeFromChars(id) : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private PasskeyHandler<Person> Handler(PasskeySite site, UnitOfWork work)
    {
        var options = new IdentityPasskeyOptions
        {
            ServerDomain = site.Domain,
            UserVerificationRequirement = "required",
            ResidentKeyRequirement = "required", // the person who signs in is not known yet
            ValidateOrigin = asked => ValueTask.FromResult(!asked.CrossOrigin && asked.Origin == site.Origin),
        };
        var manager = new UserManager<Person>(
            new PasskeyStore(people, passkeys, site.Domain, work),
            Options.Create(new IdentityOptions()),
            passwordHasher: null!, // these are not used in a ceremony
            userValidators: null!,
            passwordValidators: null!,
            keyNormalizer: null!,
            errors: null!,
            services: null!,
            NullLogger<UserManager<Person>>.Instance
        );
        return new(manager, Options.Create(options));
    }

    private sealed record StoredCeremony(string State, bool Fits);
}
