using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Identity;

/// <summary>Writes log entries about team access under the platform: sign-ins, access changes, failed attempts and exports of the log.</summary>
public sealed class AccessLog(LogWriter logbook, SignInAlert alert, SignInWarning warning)
{
    /// <summary>Tenants that units of work in this folder must name, so that these lines can be written.</summary>
    public static readonly string[] Tenants = [IdGenerator.Platform];

    /// <summary>Must be called before the session is opened. Sends an email when the device is new for the person.</summary>
    public async Task SignedIn(string personId, ClientInfo client, UnitOfWork work)
    {
        await alert.Check(personId, client, work);
        Done(personId, "signed_in", Sentence.Say($"{new EntityReference(personId)} signed in."), work);
    }

    public void Done(string personId, string code, Sentence sentence, UnitOfWork work) => Write(personId, "done", code, sentence, work);

    public void Refused(string personId, string code, Sentence sentence, UnitOfWork work) => Write(personId, "refused", code, sentence, work);

    /// <summary>Logs a failed attempt to sign in as this person. The attacker is unknown, so the person is the subject and not the actor.</summary>
    public void Attempted(string personId, string code, Sentence sentence, UnitOfWork work) =>
        logbook.Write([new(IdGenerator.Platform, "system", "nobody", "refused", sentence) { Subject = personId, Code = code }], work);

    /// <summary>Warns the person by email about attempts that were probably not theirs.</summary>
    public Task Warn(string personId, SignInThreat trouble, UnitOfWork work) => warning.Send(personId, trouble, work);

    /// <summary>Logs a sign-in with an unknown address. It is written like a wrong password, also to take the same time.</summary>
    public void UnknownAddress(UnitOfWork work) => UnknownAddress("unknown_address", Sentence.Say($"Failed sign-in with an unknown email address."), work);

    public void UnknownPasskey(UnitOfWork work) => UnknownAddress("unknown_passkey", Sentence.Say($"Failed sign-in with an unknown passkey."), work);

    private void UnknownAddress(string code, Sentence sentence, UnitOfWork work) =>
        logbook.Write([new(IdGenerator.Platform, "system", "nobody", "refused", sentence) { Code = code }], work);

    private void Write(string personId, string outcome, string code, Sentence sentence, UnitOfWork work) =>
        logbook.Write([new(IdGenerator.Platform, "system", personId, outcome, sentence) { Subject = personId, Code = code }], work);
}
