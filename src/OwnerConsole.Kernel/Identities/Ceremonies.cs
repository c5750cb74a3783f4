using System.Buffers.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Asks browsers for passkeys and judges what they answer, by the framework's own handler. Each question is good for one answer, for five minutes.</summary>
public sealed class Ceremonies(People people, Passkeys passkeys, IdSource ids, AccessLog accessLog)
{
    /// <summary>Asks for a passkey that there is.</summary>
    public async Task<CeremonyBegun> Ask(Ceremony ceremony, PasskeySite site, HttpContext context, Work work)
    {
        var person = ceremony.UserId is { } id ? await people.ById(id, work) : null;
        var asked = await Handler(site, work).MakeRequestOptionsAsync(person!, context); // null: anybody's; its signature does not say so
        return await Keep(ceremony, site, asked.RequestOptionsJson, asked.AssertionState!, work);
    }

    /// <summary>Asks for a new one, of whom it is to be.</summary>
    public async Task<CeremonyBegun> Offer(Ceremony ceremony, string name, string email, PasskeySite site, HttpContext context, Work work)
    {
        var who = new PasskeyUserEntity
        {
            Id = ceremony.UserId!, // who it is for is known, also before they are here
            Name = email,
            DisplayName = name,
        };
        var asked = await Handler(site, work).MakeCreationOptionsAsync(who, context);
        return await Keep(ceremony, site, asked.CreationOptionsJson, asked.AttestationState!, work);
    }

    /// <summary>Judges an answer to <see cref="Ask"/>. What is refused stands in the log: commit either way.</summary>
    /// <returns>whose passkey it was, and which; null when it is not what was asked for</returns>
    public async Task<PasskeyProof?> Judge(Ceremony ceremony, PasskeyAnswer answer, HttpContext context, Work work)
    {
        if (await Take(ceremony, answer.Ceremony, context, work) is not ({ } site, { } state))
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
            Sentence.Say($"A passkey of {new Reference(judged.User.Id)} was refused: it has been used more often than it says, so there is a copy of it."),
            work
        );
        await accessLog.Warn(judged.User.Id, SignInTrouble.PasskeyCopied, work);
        return null;
    }

    /// <summary>Judges an answer to <see cref="Offer"/>, and keeps the passkey.</summary>
    /// <returns>its id; null when it is not what was asked for</returns>
    public async Task<string?> Add(Ceremony ceremony, string userId, string name, PasskeyAnswer answer, HttpContext context, Work work)
    {
        if (await Take(ceremony, answer.Ceremony, context, work) is not ({ } site, { } state))
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

    private async Task<CeremonyBegun> Keep(Ceremony ceremony, PasskeySite site, string options, string state, Work work)
    {
        var id = ids.New("cer");
        await work.Do("delete from auth.ceremonies where expires_at < now()");
        await work.Do(
            """
            insert into auth.ceremonies (id, purpose, session_id, user_id, about, domain, state, expires_at)
            values (@id, @Purpose, @SessionId, @UserId, @About, @Domain, @state, now() + interval '5 minutes')
            """,
            new
            {
                id,
                ceremony.Purpose,
                ceremony.SessionId,
                ceremony.UserId,
                ceremony.About,
                site.Domain,
                state,
            }
        );
        return new(id, JsonSerializer.Deserialize<JsonElement>(options));
    }

    /// <summary>Whatever the answer is, the question is gone: it can't be tried on something else.</summary>
    private static async Task<(PasskeySite?, string?)> Take(Ceremony ceremony, string id, HttpContext context, Work work)
    {
        var site = await PasskeySite.Of(context, work);
        var asked = await work.One<Asked>(
            """
            delete from auth.ceremonies where id = @id and expires_at > now()
            returning state, purpose = @Purpose and session_id is not distinct from @SessionId and user_id is not distinct from @UserId
                      and about is not distinct from @About and domain = @domain as fits
            """,
            new
            {
                id,
                ceremony.Purpose,
                ceremony.SessionId,
                ceremony.UserId,
                ceremony.About,
                domain = site?.Domain,
            }
        );
        return asked is { Fits: true } ? (site, asked.State) : default;
    }

    private async Task<PasskeyProof?> Refused(PasskeyAnswer answer, Work work)
    {
        if (CredentialOf(answer) is { } credential && await passkeys.OwnerOf(credential, work) is { } owner)
            accessLog.Attempted(
                owner,
                "passkey_refused",
                Sentence.Say($"Somebody showed a passkey of {new Reference(owner)} that did not prove what it was asked to."),
                work
            );
        else
            accessLog.StrangePasskey(work);
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

    private PasskeyHandler<Person> Handler(PasskeySite site, Work work)
    {
        var options = new IdentityPasskeyOptions
        {
            ServerDomain = site.Domain,
            UserVerificationRequirement = "required",
            ResidentKeyRequirement = "required", // whoever signs in has not said yet who they are
            ValidateOrigin = asked => ValueTask.FromResult(!asked.CrossOrigin && asked.Origin == site.Origin),
        };
        var manager = new UserManager<Person>(
            new PasskeyStore(people, passkeys, site.Domain, work),
            Options.Create(new IdentityOptions()),
            passwordHasher: null!, // none of these is asked for in a ceremony
            userValidators: null!,
            passwordValidators: null!,
            keyNormalizer: null!,
            errors: null!,
            services: null!,
            NullLogger<UserManager<Person>>.Instance
        );
        return new(manager, Options.Create(options));
    }

    private sealed record Asked(string State, bool Fits);
}
