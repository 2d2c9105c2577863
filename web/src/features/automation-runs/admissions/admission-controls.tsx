import { type AdmissionDetail, ControlAdmission } from '@gradus/contracts';
import { useControlAdmission } from '../../../api/entering/admissions.ts';
import { type ControlWords, WorkControls } from '../../../ui/overlay/work-controls.tsx';

const CONTROLS: ControlWords = {
  pause: {
    title: 'Pause letting people in?',
    description: 'Who is inside goes on. The others wait until you go on.',
  },
  resume: {
    title: 'Go on letting people in?',
    description: 'The rest enters at the rate that was chosen.',
  },
  stop: {
    title: 'Stop letting people in?',
    description: 'Who is inside goes on; the others stay out. This cannot be taken back.',
  },
};

export function AdmissionControls({ admission }: { admission: AdmissionDetail }) {
  const control = useControlAdmission(admission.automationId, admission.id);
  return (
    <WorkControls
      state={admission.state}
      words={CONTROLS}
      field={ControlAdmission.shape.reason}
      onControl={control.mutateAsync}
    />
  );
}
