using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Who came in, who changed how they come in, who guessed, and who took the log along: lines of the one log, under the platform.</summary>
public sealed class AccessLog(Logbook logbook, SignInAlert alert, SignInWarning warning)
{
    /// <summary>What the work of every door of this folder names, so that its lines can be written.</summary>
    public static readonly string[] Tenants = [IdSource.Platform];

    /// <summary>Asked before the session is opened; from a device they were not seen on before, the person is told by mail too.</summary>
    public async Task SignedIn(string personId, Client client, Work work)
    {
        await alert.Check(personId, client, work);
        Done(personId, "signed_in", Sentence.Say($"{new Reference(personId)} signed in."), work);
    }

    public void Done(string personId, string code, Sentence sentence, Work work) => Write(personId, "done", code, sentence, work);

    public void Refused(string personId, string code, Sentence sentence, Work work) => Write(personId, "refused", code, sentence, work);

    /// <summary>Someone tried to be this person and failed. It is not known who, so the line is about the person and not by them.</summary>
    public void Attempted(string personId, string code, Sentence sentence, Work work) =>
        logbook.Write([new(IdSource.Platform, "system", "nobody", "refused", sentence) { Subject = personId, Code = code }], work);

    /// <summary>The person is told by mail that it was probably not them.</summary>
    public Task Warn(string personId, SignInTrouble trouble, Work work) => warning.Send(personId, trouble, work);

    /// <summary>Somebody tried an address that nobody has. Written like a wrong password, also because what is written takes its time.</summary>
    public void Stranger(Work work) => Stranger("unknown_address", Sentence.Say($"Somebody tried to sign in with an address that nobody has."), work);

    public void StrangePasskey(Work work) => Stranger("unknown_passkey", Sentence.Say($"Somebody showed a passkey that nobody here has."), work);

    private void Stranger(string code, Sentence sentence, Work work) =>
        logbook.Write([new(IdSource.Platform, "system", "nobody", "refused", sentence) { Code = code }], work);

    private void Write(string personId, string outcome, string code, Sentence sentence, Work work) =>
        logbook.Write([new(IdSource.Platform, "system", personId, outcome, sentence) { Subject = personId, Code = code }], work);
}
