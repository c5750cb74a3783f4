namespace OwnerConsole.Kernel.Operations;

/// <summary>What a person is asked before a run starts, from nothing to a second person.</summary>
public enum Asked
{
    Nothing,
    Confirm,
    Reason,
    StepUp,
    SecondPerson,
}

public static class Asking
{
    /// <summary>As <see cref="For(int, Weight, Reversal)"/>, and nothing for one subject of an operation of one click that would only ask to confirm.</summary>
    public static Asked For(int subjects, Weight weight, Declaration declared) =>
        For(subjects, weight, declared.Reversal) is var asked && declared.OneClick && subjects == 1 && asked is Asked.Confirm ? Asked.Nothing : asked;

    /// <summary>Grows with the number of subjects, with the people and the money at stake, and with how little can be taken back.</summary>
    public static Asked For(int subjects, Weight weight, Reversal reversal)
    {
        var many = subjects > 25 || weight.People > 5_000 || weight.MinorUnits > 1_000_000;
        return reversal switch
        {
            Reversal.Restores => many ? Asked.Reason
            : subjects > 1 ? Asked.Confirm
            : Asked.Nothing,
            Reversal.Compensates => many ? Asked.SecondPerson : Asked.Confirm,
            Reversal.UntilSent => many ? Asked.SecondPerson : Asked.Reason,
            _ => many ? Asked.SecondPerson : Asked.StepUp,
        };
    }
}
