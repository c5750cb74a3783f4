namespace OwnerConsole.Kernel.Operations;

/// <summary>Confirmation required before a run starts, from none to a second approver.</summary>
public enum RequiredConfirmation
{
    Nothing,
    Confirm,
    Reason,
    StepUp,
    SecondPerson,
}

public static class ConfirmationPolicy
{
    /// <summary>
    /// Same as <see cref="For(int, Weight, Reversal)"/>, but a destructive operation counts as one without undo, even if it can be undone for some time, and a
    /// one-click operation on a single subject skips a plain confirmation.
    /// </summary>
    public static RequiredConfirmation For(int subjects, Weight weight, OperationDefinition declared)
    {
        var asked = For(subjects, weight, declared.IsDestructive ? Reversal.Never : declared.Reversal);
        return declared.OneClick && subjects == 1 && asked is RequiredConfirmation.Confirm ? RequiredConfirmation.Nothing : asked;
    }

    /// <summary>The requirement grows with the number of subjects, the affected people and money, and how hard the operation is to undo.</summary>
    public static RequiredConfirmation For(int subjects, Weight weight, Reversal reversal)
    {
        var many = subjects > 25 || weight.People > 5_000 || weight.MinorUnits > 1_000_000;
        return reversal switch
        {
            Reversal.Restores => many ? RequiredConfirmation.Reason
            : subjects > 1 ? RequiredConfirmation.Confirm
            : RequiredConfirmation.Nothing,
            Reversal.Compensates => many ? RequiredConfirmation.SecondPerson : RequiredConfirmation.Confirm,
            Reversal.UntilSent => many ? RequiredConfirmation.SecondPerson : RequiredConfirmation.Reason,
            _ => many ? RequiredConfirmation.SecondPerson : RequiredConfirmation.StepUp,
        };
    }
}
