using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>Says in a preview which hours count for an SLA about support tickets.</summary>
internal static class SlaHourSentences
{
    /// <param name="says">Sentences about the other effects.</param>
    /// <param name="input">As it was entered.</param>
    public static Sentence Append(Sentence says, SlaInput input)
    {
        if (input.Kind.CountsTickets() && input.Normalize().Hours is SlaHours.Business)
            says.AppendLiteral(" Only business hours count.");
        else if (input.Kind.CountsTickets() && input.SendsBusinessHours)
            says.AppendLiteral(" Calendar hours count, so the business hours that were entered are not used.");
        return says;
    }
}
