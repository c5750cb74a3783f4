namespace OwnerConsole.Kernel.Operations;

/// <summary>Confirmation required before a run starts, from none to a second approver.</summary>
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
    /// <summary>Same as <see cref="For(int, Weight, Reversal)"/>, but a one-click operation on a single subject skips a plain confirmation.</summary>
    public static Asked For(int subjects, Weight weight, Declaration declared) =>
        For(subjects, weight, declared.Reversal) is var asked && declared.OneClick && subjects == 1 && asked is Asked.Confirm ? Asked.Nothing : asked;

    /// <summary>The requirement grows with the number of subjects, the affected people and money, and how hard the operation is to undo.</summary>
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
