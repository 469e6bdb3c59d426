import {
  createPrompt,
  isDownKey,
  isEnterKey,
  isUpKey,
  useEffect,
  useKeypress,
  useState,
} from '@inquirer/core';
import { levelBar } from './level-bar.js';

interface DeviceChoice {
  name: string;
  /** What kind of device it is, in words. */
  note: string;
}

interface Config {
  message: string;
  choices: readonly DeviceChoice[];
  /** Calls back with each choice's peak, dBFS, until the returned function is called. */
  watchLevels: (onLevel: (index: number, peak: number) => void) => () => void;
}

/** A list to choose from with the keyboard, with the level of each device as it is now. Resolves to the index. */
export const devicePrompt = createPrompt<number, Config>(({ message, choices, watchLevels }, done) => {
  const [active, setActive] = useState(0);
  const [isDone, setIsDone] = useState(false);
  const [levels, setLevels] = useState<Record<number, number>>({});

  useEffect(() => {
    const current: Record<number, number> = {};
    return watchLevels((index, peak) => {
      current[index] = peak;
      setLevels({ ...current });
    });
  }, []);

  useKeypress((key) => {
    if (isEnterKey(key)) {
      setIsDone(true);
      done(active);
    } else if (isUpKey(key)) setActive((active + choices.length - 1) % choices.length);
    else if (isDownKey(key)) setActive((active + 1) % choices.length);
  });

  if (isDone) return `${message} ${choices[active]?.name ?? ''}`;
  const width = Math.max(...choices.map(({ name }) => name.length));
  const rows = choices.map(
    ({ name, note }, index) =>
      `${index === active ? '>' : ' '} ${name.padEnd(width)}  ${levelBar(levels[index])}  ${note}`,
  );
  return [`${message} (arrows and Enter)`, ...rows].join('\n');
});
